package com.protocolbanks.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.concurrent.TimeUnit;

/** POSIX signals, of which the JDK sends only two. */
final class Signals {
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
    static void end(String signal, ProcessHandle process, long seconds) {
        send(signal, process.pid());
        try {
            process.onExit().get(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException _) {
            process.destroyForcibly();
            process.onExit().join();
        }
    }
}
