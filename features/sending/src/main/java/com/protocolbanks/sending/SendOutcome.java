package com.protocolbanks.sending;

import com.protocolbanks.evm.Hash32;

/** What became of a request. */
public sealed interface SendOutcome {
    /** Bound, signed and committed; it will be sent, and sent again, until the nonce is consumed. */
    record Committed(long nonce, Hash32 hash) implements SendOutcome {}

    /** An earlier transaction of the subject may still be mined; nothing was bound. */
    record AlreadyInFlight(long nonce) implements SendOutcome {}

    /**
     * An earlier nonce of the subject is consumed. A new one is given only to a caller that has read, at this height or
     * above, that the work is not done.
     */
    record ProofNeeded(long atBlock) implements SendOutcome {}

    /** Nothing was bound; ask again later. */
    record Wait(WaitReason reason) implements SendOutcome {}

    /** Why a request has to wait. */
    enum WaitReason {
        /** As many transactions of this operator are in flight as the chain takes; a listener hears when one settles. */
        LANE_FULL,
        /** The chain did not say which nonce is next or what gas costs. */
        CHAIN_UNAVAILABLE,
        /** Gas costs more than the configured ceiling. */
        FEES_TOO_HIGH,
        /** The operator's account cannot pay the gas. */
        OPERATOR_WITHOUT_FUNDS
    }
}
