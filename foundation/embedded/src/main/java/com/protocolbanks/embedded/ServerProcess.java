package com.protocolbanks.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** A server started by this process: its process number is written down, and it is ended with us. */
public final class ServerProcess implements AutoCloseable {
    private static final Duration STOP = Duration.ofSeconds(20);

    private final Process process;
    private final Watchdog watchdog;
    private final Command command;

    private ServerProcess(Process process, Watchdog watchdog, Command command) {
        this.process = process;
        this.watchdog = watchdog;
        this.command = command;
    }

    /**
     * How a server is started and stopped.
     *
     * @param name for files and messages
     * @param folder where it runs, and where its log and process number are kept
     * @param line the program and its arguments
     * @param stopSignal which asks it to end, for example {@code TERM}
     */
    public record Command(String name, Path folder, List<String> line, String stopSignal) {
        public Command {
            line = List.copyOf(line);
        }

        Path log() {
            return folder.resolve(name + ".log");
        }

        Path pidFile() {
            return pidFile(name, folder);
        }

        private static Path pidFile(String name, Path folder) {
            return folder.resolve(name + ".pid");
        }
    }

    /** {@link #start(Command, Map, BooleanSupplier, Duration)} in this process' environment. */
    public static ServerProcess start(Command command, BooleanSupplier ready, Duration within) {
        return start(command, Map.of(), ready, within);
    }

    /**
     * Starts a server and waits until it is ready.
     *
     * @param environment variables it gets besides those of this process
     * @throws IllegalStateException when it ends, or is not ready within the given time; the message holds what it wrote
     */
    public static ServerProcess start(
            Command command, Map<String, String> environment, BooleanSupplier ready, Duration within) {
        try {
            Files.createDirectories(command.folder());
            var builder = new ProcessBuilder(command.line())
                    .directory(command.folder().toFile())
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(command.log().toFile());
            builder.environment().putAll(environment);
            var process = builder.start();
            writeDown(process.toHandle(), command.pidFile());
            var server = new ServerProcess(process, Watchdog.over(process.pid(), command.stopSignal()), command);
            server.await(ready, within);
            return server;
        } catch (IOException fault) {
            throw new UncheckedIOException("cannot start " + command.name(), fault);
        }
    }

    private void await(BooleanSupplier ready, Duration within) throws IOException {
        long deadline = System.nanoTime() + within.toNanos();
        while (!ready.getAsBoolean()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                var what = process.isAlive() ? " was not ready within " + within : " ended";
                close();
                throw new IllegalStateException(command.name() + what + ": " + tail());
            }
            try {
                Thread.sleep(20);
            } catch (InterruptedException interrupted) {
                close();
                Thread.currentThread().interrupt();
                throw new IllegalStateException(command.name() + " was interrupted while starting", interrupted);
            }
        }
    }

    private String tail() throws IOException {
        var text = Files.readString(command.log()).strip();
        return text.substring(Math.max(0, text.length() - 500));
    }

    /** Its process number. */
    public long pid() {
        return process.pid();
    }

    /** The process itself, to be stopped, killed or waited for. */
    public Process process() {
        return process;
    }

    /** Ends what an earlier process left running in this folder, and waits for its end. */
    static void endOrphan(String name, Path folder) {
        readDown(Command.pidFile(name, folder)).ifPresent(orphan -> Signals.end("TERM", orphan, STOP));
    }

    private static void writeDown(ProcessHandle process, Path pidFile) throws IOException {
        Files.writeString(pidFile, process.pid() + " " + startOf(process));
    }

    /** The process written down, if it still lives; its start time tells it from a later one with the same number. */
    private static Optional<ProcessHandle> readDown(Path pidFile) {
        try {
            var words = Files.readString(pidFile).strip().split(" ", -1);
            return ProcessHandle.of(Long.parseLong(words[0]))
                    .filter(process -> words.length == 2 && words[1].equals(startOf(process)));
        } catch (IOException | NumberFormatException missing) {
            return Optional.empty();
        }
    }

    private static String startOf(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toString).orElse("unknown");
    }

    @Override
    public void close() {
        Signals.end(command.stopSignal(), process.toHandle(), STOP);
        watchdog.close();
        try {
            Files.deleteIfExists(command.pidFile());
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }
}
