package com.protocolbanks.redis;

import java.time.Duration;

/**
 * A lock that saves work: while it is held, nobody else need try.
 *
 * <p>It is not a promise. It is lost with Redis, and a holder stopped for longer than its time to live goes on without
 * noticing; what must be done by one alone is guarded by a lease in Postgres.
 */
public interface WorkLock {

    /** Tries once, without waiting. The lock ends by itself after its time to live. */
    LockOutcome acquire(String name, Duration timeToLive);

    /** What became of an attempt to lock. */
    sealed interface LockOutcome {
        record Granted(HeldLock lock) implements LockOutcome {}

        record TakenByAnother() implements LockOutcome {}

        /** Redis is away: the caller may go on without the lock. */
        record LockUnavailable(String reason) implements LockOutcome {}
    }

    /** A lock in hand. */
    interface HeldLock extends AutoCloseable {

        /** Lets it run for the given time from now; false when it is no longer ours or Redis is away. */
        boolean extend(Duration timeToLive);

        /** Gives it back if it is still ours. */
        @Override
        void close();
    }
}
