package com.protocolbanks.sending.engine;

import com.protocolbanks.threads.Threads;
import com.protocolbanks.threads.Threads.Bell;
import com.protocolbanks.threads.Threads.Running;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Repeats pieces of work, each in a thread of its own, every so often and whenever woken. */
final class Rounds implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);

    private static final Duration LONGEST_ROUND = Duration.ofSeconds(20);

    private final Threads threads;
    private final Duration every;
    private final List<Bell> bells = new ArrayList<>();
    private final List<Running> working = new ArrayList<>();

    private volatile boolean ending;

    Rounds(Threads threads, Duration every) {
        this.threads = threads;
        this.every = every;
    }

    /** Returns the bell that begins the next round of this work at once. */
    synchronized Runnable start(String name, Runnable work) {
        Bell bell = threads.bell();
        bells.add(bell);
        working.add(threads.start("sending " + name, () -> repeat(name, work, bell)));
        return bell::ring;
    }

    private void repeat(String name, Runnable work, Bell bell) {
        while (!ending) {
            try {
                work.run();
            } catch (RuntimeException e) {
                // the database or the endpoint is away; what is stored stays, and the next round tries again
                LOG.warn("round of {} failed: {}", name, e.toString());
            }
            try {
                bell.await(every);
            } catch (InterruptedException _) {
                return;
            }
        }
    }

    /** Lets each piece of work come to its end; interrupts only what takes too long, since that breaks connections. */
    @Override
    public void close() {
        List<Running> all;
        synchronized (this) {
            ending = true;
            bells.forEach(Bell::ring);
            all = List.copyOf(working);
        }
        for (Running one : all) {
            try {
                if (!one.await(LONGEST_ROUND)) {
                    one.interrupt();
                }
            } catch (InterruptedException _) {
                all.forEach(Running::interrupt);
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
