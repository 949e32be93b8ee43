package com.protocolbanks.sending.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Repeats pieces of work, each in a virtual thread of its own, every so often and whenever woken. */
final class Rounds implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);

    private static final Duration LONGEST_ROUND = Duration.ofSeconds(20);

    private final Duration every;
    private final List<Semaphore> bells = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    private volatile boolean ending;

    Rounds(Duration every) {
        this.every = every;
    }

    /** Returns the bell that begins the next round of this work at once. */
    synchronized Runnable start(String name, Runnable work) {
        Semaphore bell = new Semaphore(0);
        bells.add(bell);
        threads.add(Thread.ofVirtual().name("sending " + name).start(() -> repeat(name, work, bell)));
        return bell::release;
    }

    private void repeat(String name, Runnable work, Semaphore bell) {
        while (!ending) {
            try {
                work.run();
            } catch (RuntimeException e) {
                // the database or the endpoint is away; what is stored stays, and the next round tries again
                LOG.warn("round of {} failed: {}", name, e.toString());
            }
            try {
                if (bell.tryAcquire(every.toMillis(), TimeUnit.MILLISECONDS)) {
                    bell.drainPermits();
                }
            } catch (InterruptedException _) {
                return;
            }
        }
    }

    /** Lets each piece of work come to its end; interrupts only what takes too long, since that breaks connections. */
    @Override
    public void close() {
        List<Thread> working;
        synchronized (this) {
            ending = true;
            bells.forEach(Semaphore::release);
            working = List.copyOf(threads);
        }
        for (Thread thread : working) {
            try {
                if (!thread.join(LONGEST_ROUND)) {
                    thread.interrupt();
                }
            } catch (InterruptedException _) {
                working.forEach(Thread::interrupt);
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
