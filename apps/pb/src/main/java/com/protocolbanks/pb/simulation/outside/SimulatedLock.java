package com.protocolbanks.pb.simulation.outside;

import com.protocolbanks.pb.simulation.faults.Faults;
import com.protocolbanks.pb.simulation.time.Stage;
import com.protocolbanks.redis.WorkLock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** The lock that saves work, on the stage's time; it may grant to everybody. */
public final class SimulatedLock implements WorkLock {
    private final Stage stage;
    private final Faults faults;
    private final Map<String, Held> held = new HashMap<>();

    public SimulatedLock(Stage stage, Faults faults) {
        this.stage = stage;
        this.faults = faults;
    }

    @Override
    public LockOutcome acquire(String name, Duration timeToLive) {
        stage.step("lock " + name);
        if (faults.lockLies()) {
            return new LockOutcome.LockUnavailable("away");
        }
        var before = held.get(name);
        if (before != null && before.until.isAfter(stage.now())) {
            return new LockOutcome.TakenByAnother();
        }
        var lock = new Held(name, stage.now().plus(timeToLive));
        held.put(name, lock);
        return new LockOutcome.Granted(lock);
    }

    private final class Held implements HeldLock {
        private final String name;
        private Instant until;

        Held(String name, Instant until) {
            this.name = name;
            this.until = until;
        }

        @Override
        public boolean extend(Duration timeToLive) {
            until = stage.now().plus(timeToLive);
            return held.get(name) == this;
        }

        @Override
        public void close() {
            stage.step("unlock " + name);
            held.remove(name, this);
        }
    }
}
