package com.protocolbanks.threads;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.function.Supplier;

/**
 * How a process runs several things at a time.
 *
 * <p>Whoever starts threads, waits, or keeps others out does so through this, so that a simulation can decide who goes on
 * when, and how long every wait takes.
 */
public interface Threads {
    /** Begins the work in a thread of its own. */
    Running start(String name, Runnable work);

    /** A bell that nobody else rings. */
    Bell bell();

    /** A lock that one thread holds at a time, as often as it likes. */
    Lock lock();

    /**
     * The results of all the work, done at the same time, in its order.
     *
     * @throws IllegalStateException when a piece of work failed, with its exception
     */
    <T> List<T> together(List<Supplier<T>> work) throws InterruptedException;

    /** A piece of work that was begun. */
    interface Running {
        boolean isOver();

        /** Waits for its end; false when it is not over after that long. */
        boolean await(Duration atMost) throws InterruptedException;

        void interrupt();
    }

    /** Wakes a waiting thread. */
    interface Bell {
        /** Rings that come while nobody waits are one ring. */
        void ring();

        /** Waits for a ring, at most so long. */
        void await(Duration atMost) throws InterruptedException;
    }
}
