package com.protocolbanks.pb.simulation.time;

import com.protocolbanks.threads.Threads;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.function.Supplier;

/** Threads on a stage: they take turns, and what they wait for takes no time but the stage's own. */
record SimulatedThreads(Stage stage, SimulatedProcess process) implements Threads {
    /** A wait this short is a look now and then, which may come later when nothing ever rings. */
    private static final Duration SHORT_WAIT = Duration.ofSeconds(1);

    private static final int MOST_DOUBLINGS = 5;

    @Override
    public Running start(String name, Runnable work) {
        if (process.isKilled()) {
            throw new Killed();
        }
        return new Begun(stage, stage.start(process, name, work));
    }

    @Override
    public Bell bell() {
        return new StageBell(stage);
    }

    @Override
    public Lock lock() {
        return new StageLock(stage);
    }

    @Override
    public <T> List<T> together(List<Supplier<T>> work) {
        List<T> results = new ArrayList<>(work.size());
        try {
            work.forEach(one -> results.add(one.get()));
        } catch (RuntimeException e) {
            throw new IllegalStateException("a piece of work failed", e);
        }
        return results;
    }

    private record Begun(Stage stage, SimulatedThread thread) implements Running {
        @Override
        public boolean isOver() {
            return thread.isOver();
        }

        @Override
        public boolean await(Duration atMost) {
            var until = stage.now().plus(atMost);
            while (!thread.isOver() && stage.now().isBefore(until)) {
                stage.running().rest(stage.now().plusMillis(10));
            }
            return thread.isOver();
        }

        @Override
        public void interrupt() {
            stage.mark("a thread had to be interrupted: " + thread.title());
        }
    }

    private static final class StageBell implements Bell {
        private final Stage stage;
        private boolean rung;
        private int inVain;
        private Optional<SimulatedThread> waiting = Optional.empty();

        StageBell(Stage stage) {
            this.stage = stage;
        }

        @Override
        public void ring() {
            rung = true;
            waiting.ifPresent(SimulatedThread::wake);
        }

        @Override
        public void await(Duration atMost) {
            if (!rung) {
                boolean isLook = atMost.compareTo(SHORT_WAIT) < 0;
                var thread = stage.running();
                waiting = Optional.of(thread);
                thread.rest(stage.now().plus(isLook ? atMost.multipliedBy(1L << inVain) : atMost));
                waiting = Optional.empty();
            }
            inVain = rung ? 0 : Math.min(inVain + 1, MOST_DOUBLINGS);
            rung = false;
        }
    }

    /** A lock whose waiting threads let the others run. */
    private static final class StageLock implements Lock {
        private final Stage stage;
        private final Queue<SimulatedThread> waiting = new ArrayDeque<>();
        private Optional<SimulatedThread> holder = Optional.empty();
        private int times;

        StageLock(Stage stage) {
            this.stage = stage;
        }

        @Override
        public void lock() {
            var thread = stage.running();
            while (holder.isPresent() && holder.get() != thread) {
                waiting.add(thread);
                thread.rest(Instant.MAX);
            }
            holder = Optional.of(thread);
            times++;
        }

        @Override
        public void unlock() {
            times--;
            if (times == 0) {
                holder = Optional.empty();
                waiting.forEach(SimulatedThread::wake);
                waiting.clear();
            }
        }

        @Override
        public void lockInterruptibly() {
            lock();
        }

        @Override
        public boolean tryLock() {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean tryLock(long time, TimeUnit unit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Condition newCondition() {
            throw new UnsupportedOperationException();
        }
    }
}
