package com.protocolbanks.database;

import java.time.Clock;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Ids that rise with time (UUID version 7, RFC 9562 section 5.7), so that the indexes of many new rows grow at their end.
 *
 * <p>Within one millisecond the twelve bits behind the time count up (section 6.2, method 1); when they are used up the
 * time runs ahead. The last 62 bits are random. Any number of threads may ask.
 */
public final class RisingIds implements Supplier<UUID> {
    private static final int COUNTER_BITS = 12;
    private static final long VERSION = 0x7000;
    private static final long VARIANT = 0x8000_0000_0000_0000L;
    private static final long RANDOM = 0x3fff_ffff_ffff_ffffL;

    private final Clock clock;
    private final RandomGenerator random;
    private long last;

    /** @param random for ids that cannot be guessed, a secure one */
    public RisingIds(Clock clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    @Override
    public UUID get() {
        long number = next();
        long time = number >>> COUNTER_BITS << (Long.SIZE - 48);
        long counter = number & ((1 << COUNTER_BITS) - 1);
        return new UUID(time | VERSION | counter, VARIANT | (random.nextLong() & RANDOM));
    }

    private synchronized long next() {
        last = Math.max(last + 1, clock.millis() << COUNTER_BITS);
        return last;
    }
}
