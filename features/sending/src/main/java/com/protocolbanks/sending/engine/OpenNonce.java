package com.protocolbanks.sending.engine;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.transaction.FeeMarketTransaction.Fees;
import com.protocolbanks.sending.Subject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A bound nonce that the chain is not known to have consumed.
 *
 * @param variants every signed variant, oldest first; at least one
 */
record OpenNonce(Key key, Subject subject, Instant boundAt, List<Variant> variants) {
    /** One account's nonce; a chain is served by one engine. */
    record Key(Address signer, long nonce) {}

    /** Where a variant stands; the words of the table. */
    enum State {
        /** Committed, not one byte has left. */
        SIGNED,
        /** An endpoint took it. */
        SENT,
        /** Sent, without a clear answer. */
        UNKNOWN,
        SUCCEEDED,
        REVERTED,
        /** The nonce was consumed by something else. */
        EXCLUDED
    }

    /**
     * One signed transaction under the nonce.
     *
     * @param fills whether it is the empty transaction that only uses the nonce up
     * @param minedIn the block it was settled with
     */
    record Variant(
            Hash32 hash,
            State state,
            int sends,
            Optional<Instant> lastSentAt,
            Instant signedAt,
            Fees fees,
            boolean fills,
            Optional<Hash32> minedIn) {}

    /** The variant that is sent. */
    Variant newest() {
        return variants.getLast();
    }
}
