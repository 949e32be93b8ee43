package com.protocolbanks.pb.simulation.time;

import com.protocolbanks.threads.Threads;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;

/** A process with threads and a clock of its own, which can be killed, stopped for a while, or be wrong about the time. */
public final class SimulatedProcess {
    private final Stage stage;
    private final String name;
    private boolean killed;
    private Instant stoppedUntil = Instant.MIN;
    private Duration clockAhead = Duration.ZERO;

    SimulatedProcess(Stage stage, String name) {
        this.stage = stage;
        this.name = name;
    }

    public String name() {
        return name;
    }

    /** The time as this process sees it. */
    public Clock clock() {
        InstantSource source = () -> stage.now().plus(clockAhead);
        return source.withZone(ZoneOffset.UTC);
    }

    public Threads threads() {
        return new SimulatedThreads(stage, this);
    }

    public boolean isKilled() {
        return killed;
    }

    boolean isStopped() {
        return stoppedUntil.isAfter(stage.now());
    }

    Instant stoppedUntil() {
        return stoppedUntil;
    }

    /** Ends with the simulation. */
    void die() {
        killed = true;
    }

    /** As by signal 9: no thread of it does anything any more. */
    public void kill() {
        killed = true;
        stage.mark(name, "KILLED");
    }

    /** As by SIGSTOP, and SIGCONT after that time. */
    public void stop(Duration time) {
        stoppedUntil = stage.now().plus(time);
        stage.mark(name, "STOPPED for " + time.toMillis() + " ms");
    }

    /** Its clock jumps. */
    public void setClockAhead(Duration ahead) {
        clockAhead = ahead;
        stage.mark(name, "CLOCK is " + ahead.toSeconds() + " s ahead");
    }
}
