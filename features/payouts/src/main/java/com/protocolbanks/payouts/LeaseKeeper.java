package com.protocolbanks.payouts;

import com.protocolbanks.queue.Lease;
import com.protocolbanks.queue.Leases;
import com.protocolbanks.queue.Leases.LeaseOutcome;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Extends a lease while a run goes on; that it fails is no danger, since every write checks the lease. */
final class LeaseKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LeaseKeeper.class);

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("lease-keeper").factory());
    private volatile boolean lost;

    LeaseKeeper(Leases leases, Lease lease, Duration timeToLive) {
        long everyMillis = timeToLive.toMillis() / 3;
        timer.scheduleWithFixedDelay(
                () -> extend(leases, lease, timeToLive), everyMillis, everyMillis, TimeUnit.MILLISECONDS);
    }

    boolean isLost() {
        return lost;
    }

    private void extend(Leases leases, Lease lease, Duration timeToLive) {
        try {
            if (leases.extend(lease, timeToLive) instanceof LeaseOutcome.HeldByAnother) {
                lost = true;
            }
        } catch (RuntimeException e) {
            LOG.info("the lease on {} could not be extended just now: {}", lease.subject(), e.toString());
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
