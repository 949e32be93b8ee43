package com.protocolbanks.pb.standalone;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits for Ctrl-C or SIGTERM, and lets the caller clean up before the process ends. */
public final class UntilInterrupted {
    private static final int SECONDS_TO_CLEAN_UP = 40;

    private UntilInterrupted() {}

    /** Returns when the process is asked to stop; the process ends when the calling thread has, or after 40 seconds. */
    public static void await() {
        var asked = new CountDownLatch(1);
        var caller = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            asked.countDown();
            try {
                caller.join(TimeUnit.SECONDS.toMillis(SECONDS_TO_CLEAN_UP));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
        try {
            asked.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
