package com.protocolbanks.billing.settlement;

/** What makes a channel's usage due on chain. */
public enum SettleReason {
    /** The payer has begun to withdraw; it has to be claimed before the delay is over. */
    WITHDRAWAL,
    /** A member asked. */
    ASKED,
    FROZEN,
    EXPIRED,
    /** The deposit or the key's limit is used up. */
    CEILING,
    /** More is unclaimed than the settings allow. */
    THRESHOLD,
    /** It has been unclaimed for longer than the settings allow. */
    AGE,
    /** The worker ends, and it is more than dust. */
    SHUTDOWN
}
