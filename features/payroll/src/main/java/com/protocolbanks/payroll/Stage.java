package com.protocolbanks.payroll;

import java.util.EnumSet;
import java.util.Set;

/** Where exactly a batch stands; every stage belongs to one status. */
public enum Stage {
    AWAITING_APPROVAL(BatchStatus.PENDING),
    QUEUED(BatchStatus.PENDING),
    SENDING(BatchStatus.PROCESSING),
    CONFIRMING(BatchStatus.PROCESSING),
    AWAITING_BANK(BatchStatus.PROCESSING),
    DOCUMENTS(BatchStatus.COMPLETED),
    DONE(BatchStatus.COMPLETED),
    REJECTED(BatchStatus.FAILED),
    EXPIRED(BatchStatus.FAILED),
    CANCELLED(BatchStatus.FAILED);

    private final BatchStatus status;

    Stage(BatchStatus status) {
        this.status = status;
    }

    public BatchStatus status() {
        return status;
    }

    /** Whether a batch may go from this stage to the other one; the only place where the allowed moves stand. */
    public boolean mayBecome(Stage next) {
        return next().contains(next);
    }

    /**
     * Back from a finished stage leads only a retry of failed legs, a new run, or a block that the chain took back; a
     * batch of which something was paid ends completed, so every open stage may also go to {@link #DOCUMENTS}.
     */
    private Set<Stage> next() {
        return switch (this) {
            case AWAITING_APPROVAL -> EnumSet.of(QUEUED, REJECTED, EXPIRED, CANCELLED, DOCUMENTS);
            case QUEUED -> EnumSet.of(AWAITING_APPROVAL, SENDING, AWAITING_BANK, EXPIRED, CANCELLED, DOCUMENTS);
            case SENDING -> EnumSet.of(CONFIRMING, AWAITING_BANK, AWAITING_APPROVAL, EXPIRED, CANCELLED, DOCUMENTS);
            case CONFIRMING -> EnumSet.of(SENDING, AWAITING_BANK, AWAITING_APPROVAL, EXPIRED, CANCELLED, DOCUMENTS);
            case AWAITING_BANK -> EnumSet.of(SENDING, AWAITING_APPROVAL, CANCELLED, DOCUMENTS);
            case DOCUMENTS -> EnumSet.of(DONE, SENDING, AWAITING_APPROVAL);
            case DONE -> EnumSet.of(SENDING, AWAITING_APPROVAL);
            case EXPIRED -> EnumSet.of(AWAITING_APPROVAL);
            case REJECTED, CANCELLED -> EnumSet.noneOf(Stage.class);
        };
    }
}
