package com.protocolbanks.queue;

/** Another worker has taken the lease meanwhile: what this one was about to write must not be written. */
public final class LeaseLost extends RuntimeException {
    private static final long serialVersionUID = 1;

    LeaseLost(Lease lease) {
        super("the lease on " + lease.kind() + " " + lease.subject() + " with epoch " + lease.epoch()
                + " was taken by another worker");
    }
}
