package com.protocolbanks.pb.simulation.time;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Where simulated processes run: one thread at a time has the baton, and at each step the seed decides whether it keeps
 * it. Time moves a millisecond with each step, and to the next thing that is due when all are waiting.
 */
public final class Stage {
    private static final Duration STEP = Duration.ofMillis(1);
    private static final int GOES_ON = 70;
    private static final int IS_SLOW = 5;
    private static final int LONGEST_DELAY_MILLIS = 400;

    private final RandomGenerator random;
    private final Instant start;
    private final History history;
    private final Semaphore baton = new Semaphore(0);
    private final List<SimulatedThread> threads = new ArrayList<>();
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparing(Event::when).thenComparingLong(Event::number));
    private Instant now;
    private long eventNumber;
    private Fate fate = (_, _) -> {};
    private @Nullable SimulatedThread running;
    private Optional<String> failure = Optional.empty();

    public Stage(RandomGenerator random, Instant start, History history) {
        this.random = random;
        this.start = start;
        this.now = start;
        this.history = history;
    }

    private record Event(Instant when, long number, Runnable what) {}

    public void fate(Fate decides) {
        fate = decides;
    }

    public Instant now() {
        return now;
    }

    public Duration elapsed() {
        return Duration.between(start, now);
    }

    /** Something that happens outside all processes, after that time. */
    public void after(Duration delay, Runnable what) {
        events.add(new Event(now.plus(delay), eventNumber++, what));
    }

    public void mark(String who, String what) {
        history.mark(elapsed(), who, what);
    }

    /** {@link #mark(String, String)} by the thread that runs. */
    public void mark(String what) {
        mark(running == null ? "" : running.title(), what);
    }

    /** Begins a process with its first thread. */
    public SimulatedProcess begin(String name, Consumer<SimulatedProcess> main) {
        var process = new SimulatedProcess(this, name);
        mark(name, "BEGINS");
        start(process, "main", () -> main.accept(process));
        return process;
    }

    SimulatedThread start(SimulatedProcess process, String name, Runnable work) {
        var thread = new SimulatedThread(this, process, name, work);
        threads.add(thread);
        return thread;
    }

    Semaphore baton() {
        return baton;
    }

    SimulatedThread running() {
        if (running == null) {
            throw new IllegalStateException("no simulated thread runs");
        }
        return running;
    }

    /**
     * A step of the thread that runs: here it may be killed or stopped, and others may come first. In a transaction of the
     * database it goes on: others would wait for its rows, and nobody sees them before its end.
     */
    public void step(String what) {
        var thread = running();
        if (thread.process().isKilled()) {
            throw new Killed();
        }
        if (thread.isInTransaction()) {
            return;
        }
        now = now.plus(STEP);
        history.step(elapsed(), thread.title(), what);
        fate.at(thread.process(), what);
        if (thread.process().isKilled()) {
            throw new Killed();
        }
        int roll = random.nextInt(100);
        if (roll < IS_SLOW) {
            thread.rest(now.plusMillis(random.nextInt(LONGEST_DELAY_MILLIS)));
        } else if (roll >= GOES_ON || thread.process().isStopped()) {
            thread.rest(now);
        }
    }

    /** The thread that runs has begun a transaction of the database. */
    public void beginTransaction() {
        running().begin();
    }

    public void endTransaction() {
        running().end();
    }

    void failed(SimulatedThread thread, Throwable fault) {
        var frame = fault.getStackTrace().length == 0 ? "" : " at " + fault.getStackTrace()[0];
        failure = Optional.of("a thread ended with an exception: " + thread.title() + ": " + fault + frame);
        mark(thread.title(), "FAILED " + fault);
    }

    /** What no thread of a process may come to. */
    public Optional<String> failure() {
        return failure;
    }

    /** Runs until it is done, or that time has come; whether it is done. */
    public boolean run(BooleanSupplier done, Duration limit) {
        var end = start.plus(limit);
        while (!done.getAsBoolean() && failure.isEmpty()) {
            buryTheKilled();
            if (now.isAfter(end)) {
                return false;
            }
            if (!events.isEmpty() && !events.peek().when.isAfter(now)) {
                events.remove().what.run();
                continue;
            }
            var ready = threads.stream()
                    .filter(thread -> !thread.process().isStopped())
                    .filter(thread -> !thread.wakeAt().isAfter(now))
                    .toList();
            if (ready.isEmpty()) {
                now = nextTime();
            } else {
                resume(ready.get(random.nextInt(ready.size())));
            }
        }
        return failure.isEmpty();
    }

    /** Ends all processes, so that no thread is left waiting. */
    public void endAll() {
        threads.forEach(thread -> thread.process().die());
        buryTheKilled();
    }

    private void buryTheKilled() {
        for (var thread : List.copyOf(threads)) {
            while (thread.process().isKilled() && !thread.isOver()) {
                resume(thread);
            }
        }
        threads.removeIf(SimulatedThread::isOver);
    }

    private void resume(SimulatedThread thread) {
        running = thread;
        thread.resume();
        running = null;
        if (thread.isOver()) {
            threads.remove(thread);
        }
    }

    private Instant nextTime() {
        var next = events.isEmpty() ? Instant.MAX : events.peek().when;
        for (var thread : threads) {
            var stopped = thread.process().stoppedUntil();
            var wakes = stopped.isAfter(thread.wakeAt()) ? stopped : thread.wakeAt();
            next = wakes.isBefore(next) ? wakes : next;
        }
        if (next.equals(Instant.MAX)) {
            throw new IllegalStateException("everything waits for ever");
        }
        return next.isAfter(now) ? next : now.plus(STEP);
    }
}
