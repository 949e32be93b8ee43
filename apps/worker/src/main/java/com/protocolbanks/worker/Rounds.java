package com.protocolbanks.worker;

import com.protocolbanks.threads.Crew;
import com.protocolbanks.threads.Threads;
import com.protocolbanks.threads.Threads.Bell;
import com.protocolbanks.threads.VirtualThreads;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Repeats a piece of work in a thread of its own: every so often, and when woken. */
final class Rounds implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);
    private static final Duration LONGEST_ROUND = Duration.ofSeconds(20);

    private final String name;
    private final Duration every;
    private final Runnable work;
    private final boolean aLastOne;
    private final Bell bell;
    private final Crew crew;
    private volatile boolean ending;

    private Rounds(Threads threads, String name, Duration every, Runnable work, boolean aLastOne) {
        this.name = name;
        this.every = every;
        this.work = work;
        this.aLastOne = aLastOne;
        this.bell = threads.bell();
        this.crew = new Crew(threads);
    }

    /** Begins with a round at once, and does a last one when it is closed. */
    static Rounds start(String name, Duration every, Runnable work) {
        return started(new Rounds(new VirtualThreads(), name, every, work, true));
    }

    /** Begins with a round at once; the one under way when it is closed is given up. */
    static Rounds untilClosed(Threads threads, String name, Duration every, Runnable work) {
        return started(new Rounds(threads, name, every, work, false));
    }

    private static Rounds started(Rounds rounds) {
        rounds.crew.start(rounds.name, rounds::repeat);
        return rounds;
    }

    /** Begins the next round now. */
    void wake() {
        bell.ring();
    }

    private void repeat() {
        while (!ending) {
            round();
            try {
                bell.await(every);
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
        bell.ring();
        if (!aLastOne) {
            crew.interrupt();
        }
        crew.end(LONGEST_ROUND);
    }
}
