package com.protocolbanks.gateway.routes;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many messages that cost nothing one address may send in a second of the clock; behind a proxy, all its clients
 * together are one address.
 */
public final class FreeRate {
    /** An MCP client sends a handful before its first call. */
    static final int EACH = 50;

    /** Addresses counted in one second; beyond, nobody new is served for its rest. */
    private static final int ADDRESSES = 10_000;

    private final Clock clock;
    private volatile Second second = new Second(0);

    private static final class Second {
        private final long number;
        private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();

        Second(long number) {
            this.number = number;
        }

        boolean allows(String from) {
            if (counts.size() >= ADDRESSES && !counts.containsKey(from)) {
                return false;
            }
            return counts.computeIfAbsent(from, _ -> new AtomicInteger()).incrementAndGet() <= EACH;
        }
    }

    public FreeRate(Clock clock) {
        this.clock = clock;
    }

    /** Counts one message. */
    boolean allows(String from) {
        long now = clock.instant().getEpochSecond();
        var current = second;
        if (current.number != now) {
            current = new Second(now);
            second = current;
        }
        return current.allows(from);
    }
}
