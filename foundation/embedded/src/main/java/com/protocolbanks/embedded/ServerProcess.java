package com.protocolbanks.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** A server started by this process: its process number is written down, and it is ended with us. */
final class ServerProcess implements AutoCloseable {
    private static final Duration STOP = Duration.ofSeconds(20);

    private final Process process;
    private final Watchdog watchdog;
    private final Path pidFile;

    private ServerProcess(Process process, Watchdog watchdog, Path pidFile) {
        this.process = process;
        this.watchdog = watchdog;
        this.pidFile = pidFile;
    }

    /**
     * Starts a server and waits until it is ready.
     *
     * @param name for files and messages
     * @throws IllegalStateException when it ends, or is not ready within the given time; the message holds what it wrote
     */
    static ServerProcess start(String name, Path folder, List<String> command, BooleanSupplier ready, Duration within) {
        var log = folder.resolve(name + ".log");
        var pidFile = folder.resolve(name + ".pid");
        try {
            Files.createDirectories(folder);
            var process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            writeDown(process.toHandle(), pidFile);
            var server = new ServerProcess(process, Watchdog.over(process.pid(), "TERM"), pidFile);
            server.await(name, ready, within, log);
            return server;
        } catch (IOException fault) {
            throw new UncheckedIOException("cannot start " + name, fault);
        }
    }

    private void await(String name, BooleanSupplier ready, Duration within, Path log) throws IOException {
        long deadline = System.nanoTime() + within.toNanos();
        while (!ready.getAsBoolean()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                var what = process.isAlive() ? " was not ready within " + within : " ended";
                close();
                throw new IllegalStateException(name + what + ": " + tail(log));
            }
            try {
                Thread.sleep(10);
            } catch (InterruptedException interrupted) {
                close();
                Thread.currentThread().interrupt();
                throw new IllegalStateException(name + " was interrupted while starting", interrupted);
            }
        }
    }

    private static String tail(Path log) throws IOException {
        var text = Files.readString(log).strip();
        return text.substring(Math.max(0, text.length() - 500));
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Ends what an earlier process left running in this folder, and waits for its end. */
    static void endOrphan(String name, Path folder) {
        readDown(folder.resolve(name + ".pid")).ifPresent(orphan -> Signals.end("TERM", orphan, STOP));
    }

    private static void writeDown(ProcessHandle process, Path pidFile) throws IOException {
        Files.writeString(pidFile, process.pid() + " " + startOf(process));
    }

    /** The process written down, if it still lives; its start time tells it from a later one with the same number. */
    private static Optional<ProcessHandle> readDown(Path pidFile) {
        try {
            var words = Files.readString(pidFile).strip().split(" ");
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
        Signals.end("TERM", process.toHandle(), STOP);
        watchdog.close();
        try {
            Files.deleteIfExists(pidFile);
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }
}
