package com.protocolbanks.gateway;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does something again and again in a thread of its own; a failure is told and waited out. */
final class Rounds implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);

    private final Thread thread;

    private Rounds(Duration period, Runnable round) {
        thread = Thread.ofVirtual().name("rounds").start(() -> run(period, round));
    }

    /** Begins with a pause; the caller closes what it gets. */
    static Rounds each(Duration period, Runnable round) {
        return new Rounds(period, round);
    }

    private static void run(Duration period, Runnable round) {
        try {
            while (true) {
                TimeUnit.NANOSECONDS.sleep(period.toNanos());
                try {
                    round.run();
                } catch (RuntimeException fault) {
                    LOG.warn("a round could not be made and is made again later: {}", fault.getMessage());
                }
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
