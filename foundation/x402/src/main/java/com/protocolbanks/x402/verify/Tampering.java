package com.protocolbanks.x402.verify;

/** What can be wrong with a history. */
public enum Tampering {
    /** A receipt's amounts are not what they were when the gateway signed, or do not add up. */
    ALTERED_AMOUNT,
    /** A receipt that was signed for, or that others stand behind, is missing. */
    DROPPED_RECEIPT,
    /** Receipts stand in another order than they were written in. */
    REORDERED_RECEIPTS,
    /** More was claimed on chain than receipts account for. */
    OVER_CLAIM,
    /** The channel is not of this chain and contract. */
    WRONG_CHAIN,
    /** A receipt stands twice, or a request was charged twice, or a receipt is another channel's. */
    REPLAY,
    /** A head is not signed by a key of the gateways, or contradicts another. */
    FORGED_HEAD,
    /** No voucher of the session key covers what the receipts say was used. */
    VOUCHER_NOT_COVERING
}
