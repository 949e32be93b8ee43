package com.protocolbanks.threads;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** The machine's own: a virtual thread for each piece of work, and time as it passes. */
public record VirtualThreads() implements Threads {
    @Override
    public Running start(String name, Runnable work) {
        return new Started(Thread.ofVirtual().name(name).start(work));
    }

    @Override
    public Bell bell() {
        return new SemaphoreBell(new Semaphore(0));
    }

    @Override
    public Lock lock() {
        return new ReentrantLock();
    }

    @Override
    public <T> List<T> together(List<Supplier<T>> work) throws InterruptedException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<T>> calls = new ArrayList<>(work.size());
            work.forEach(one -> calls.add(one::get));
            List<T> results = new ArrayList<>(work.size());
            for (var future : threads.invokeAll(calls)) {
                results.add(future.get());
            }
            return results;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a piece of work failed", e.getCause());
        }
    }

    private record Started(Thread thread) implements Running {
        @Override
        public boolean isOver() {
            return !thread.isAlive();
        }

        @Override
        public boolean await(Duration atMost) throws InterruptedException {
            return thread.join(atMost);
        }

        @Override
        public void interrupt() {
            thread.interrupt();
        }
    }

    private record SemaphoreBell(Semaphore rung) implements Bell {
        @Override
        public void ring() {
            rung.release();
        }

        @Override
        public void await(Duration atMost) throws InterruptedException {
            if (rung.tryAcquire(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                rung.drainPermits();
            }
        }
    }
}
