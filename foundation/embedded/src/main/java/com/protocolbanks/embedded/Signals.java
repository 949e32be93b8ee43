package com.protocolbanks.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** POSIX signals, of which the JDK sends only two. */
final class Signals {
    private static final Duration PERIOD = Duration.ofMillis(10);

    private Signals() {}

    /** Sends a signal such as {@code INT}; nothing happens when the process is gone. */
    static void send(String signal, long pid) {
        try {
            var kill = new ProcessBuilder("kill", "-" + signal, Long.toString(pid))
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD)
                    .start();
            kill.waitFor();
        } catch (IOException fault) {
            throw new UncheckedIOException("cannot send " + signal + " to process " + pid, fault);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Asks the process to end by the signal, and ends it by force when it has not within the given time. */
    static void end(String signal, ProcessHandle process, Duration patience) {
        send(signal, process.pid());
        if (!ends(process, patience)) {
            process.destroyForcibly();
            ends(process, patience);
        }
    }

    private static boolean ends(ProcessHandle process, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (isRunning(process)) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            try {
                Thread.sleep(PERIOD);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    /** False also for a process that has ended and whose end its parent has not taken notice of. */
    static boolean isRunning(ProcessHandle process) {
        if (!process.isAlive()) {
            return false;
        }
        try {
            var stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
        } catch (IOException noSuchFile) {
            return process.isAlive();
        }
    }
}
