package com.protocolbanks.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;

/**
 * A shell that ends a server when this process is gone, however it went.
 *
 * <p>It waits on a pipe whose other end this process holds: the system closes it even after {@code kill -9}.
 */
final class Watchdog implements AutoCloseable {
    private final Process shell;

    private Watchdog(Process shell) {
        this.shell = shell;
    }

    /** Watches over a process, to be ended by the given signal. */
    static Watchdog over(long pid, String signal) {
        try {
            // an interrupt from the terminal reaches the whole group: this process decides what it means
            var shell = new ProcessBuilder(
                            "sh", "-c", "trap '' INT HUP; cat >/dev/null; kill -" + signal + " " + pid + " 2>/dev/null")
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD)
                    .start();
            return new Watchdog(shell);
        } catch (IOException fault) {
            throw new UncheckedIOException("cannot start the watchdog of process " + pid, fault);
        }
    }

    /** Calls it off. */
    @Override
    public void close() {
        shell.descendants().forEach(ProcessHandle::destroyForcibly);
        shell.destroyForcibly();
    }
}
