package com.protocolbanks.pb.check;

import com.protocolbanks.fixtures.Eventually;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/** A clock that goes as time does, and can be put forward. */
final class TimeAhead {
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
    private final InstantSource time = () -> Instant.now().plus(ahead.get());

    Clock clock() {
        return time.withZone(ZoneOffset.UTC);
    }

    void add(Duration duration) {
        ahead.updateAndGet(before -> before.plus(duration));
    }

    /** Puts the clock forward by so much, every other second, until what is waited for has come about. */
    void addUntil(String what, Duration step, BooleanSupplier reached) {
        var next = new AtomicLong(System.nanoTime());
        Eventually.isTrue(what, () -> {
            if (System.nanoTime() - next.get() >= 0) {
                add(step);
                next.addAndGet(TimeUnit.SECONDS.toNanos(2));
            }
            return reached.getAsBoolean();
        });
    }
}
