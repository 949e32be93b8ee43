package com.protocolbanks.payouts;

import com.protocolbanks.queue.Lease;
import com.protocolbanks.queue.Leases;
import com.protocolbanks.queue.Leases.LeaseOutcome;
import com.protocolbanks.threads.Crew;
import com.protocolbanks.threads.Threads;
import com.protocolbanks.threads.Threads.Bell;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Extends a lease while a run goes on; that it fails is no danger, since every write checks the lease. */
final class LeaseKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LeaseKeeper.class);
    private static final Duration LONGEST_EXTENSION = Duration.ofSeconds(5);

    private final Leases leases;
    private final Lease lease;
    private final Duration timeToLive;
    private final Bell closing;
    private final Crew crew;
    private volatile boolean lost;
    private volatile boolean closed;

    private LeaseKeeper(Threads threads, Leases leases, Lease lease, Duration timeToLive) {
        this.leases = leases;
        this.lease = lease;
        this.timeToLive = timeToLive;
        this.closing = threads.bell();
        this.crew = new Crew(threads);
    }

    static LeaseKeeper start(Threads threads, Leases leases, Lease lease, Duration timeToLive) {
        var keeper = new LeaseKeeper(threads, leases, lease, timeToLive);
        keeper.crew.start("lease-keeper", keeper::keep);
        return keeper;
    }

    boolean isLost() {
        return lost;
    }

    private void keep() {
        try {
            closing.await(timeToLive.dividedBy(3));
            while (!closed) {
                extend();
                closing.await(timeToLive.dividedBy(3));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void extend() {
        try {
            if (leases.extend(lease, timeToLive) instanceof LeaseOutcome.HeldByAnother) {
                lost = true;
            }
        } catch (RuntimeException e) {
            LOG.info("the lease on {} could not be extended just now: {}", lease.subject(), e.toString());
        }
    }

    /** Waits for an extension under way, which would keep the lease from others after it was given back. */
    @Override
    public void close() {
        closed = true;
        closing.ring();
        crew.end(LONGEST_EXTENSION);
    }
}
