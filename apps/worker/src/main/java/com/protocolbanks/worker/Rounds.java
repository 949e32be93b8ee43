package com.protocolbanks.worker;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Repeats a piece of work in a virtual thread of its own: every so often, and when woken. */
final class Rounds implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);
    private static final Duration LONGEST_ROUND = Duration.ofSeconds(20);

    private final String name;
    private final Duration every;
    private final Runnable work;
    private final Semaphore bell = new Semaphore(0);
    private final Thread thread;
    private final boolean aLastOne;
    private volatile boolean ending;

    private Rounds(String name, Duration every, Runnable work, boolean aLastOne) {
        this.name = name;
        this.every = every;
        this.work = work;
        this.aLastOne = aLastOne;
        this.thread = Thread.ofVirtual().name(name).unstarted(this::repeat);
    }

    /** Begins with a round at once, and does a last one when it is closed. */
    static Rounds start(String name, Duration every, Runnable work) {
        return started(new Rounds(name, every, work, true));
    }

    /** Begins with a round at once; the one under way when it is closed is given up. */
    static Rounds untilClosed(String name, Duration every, Runnable work) {
        return started(new Rounds(name, every, work, false));
    }

    private static Rounds started(Rounds rounds) {
        rounds.thread.start();
        return rounds;
    }

    /** Begins the next round now. */
    void wake() {
        bell.release();
    }

    private void repeat() {
        while (!ending) {
            round();
            try {
                if (bell.tryAcquire(every.toMillis(), TimeUnit.MILLISECONDS)) {
                    bell.drainPermits();
                }
            } catch (InterruptedException _) {
                return;
            }
        }
        if (aLastOne) {
            round();
        }
    }

    private void round() {
        try {
            work.run();
        } catch (RuntimeException e) {
            // a store or the chain is away; nothing is taken from where it lies, and the next round tries again
            LOG.warn("round of {} failed: {}", name, e.toString());
        }
    }

    /** Waits for the last round, if there is to be one. */
    @Override
    public void close() {
        ending = true;
        bell.release();
        if (!aLastOne) {
            thread.interrupt();
        }
        try {
            if (!thread.join(LONGEST_ROUND)) {
                thread.interrupt();
            }
        } catch (InterruptedException _) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }
}
