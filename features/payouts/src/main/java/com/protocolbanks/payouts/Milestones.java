package com.protocolbanks.payouts;

/** Is told each time a run has passed a point of no return; metrics and fault tests listen here. */
public interface Milestones {
    /** Listens to nothing. */
    Milestones IGNORED = _ -> {};

    void reached(Milestone milestone);

    /** The points, in the order of a payment's life. */
    enum Milestone {
        JOB_TAKEN,
        LEASE_TAKEN,
        CHUNKS_STORED,
        STEP_PLANNED,
        BYTES_STORED,
        BROADCAST,
        PROCESSING_SHOWN,
        RECEIPT_SEEN,
        LEGS_SETTLED,
        BATCH_COMPLETED,
        DOCUMENTS_WRITTEN,
        JOB_FINISHED
    }
}
