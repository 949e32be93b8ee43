package com.protocolbanks.sending;

import com.protocolbanks.evm.Hash32;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Where a subject's newest transaction stands.
 *
 * <p>Every state but {@link Unsent} can go back to {@link InFlight} when the chain drops a block.
 */
public sealed interface SubjectState {
    /** No nonce was ever bound. */
    record Unsent() implements SubjectState {}

    /**
     * It may be mined at any time, or be mined already.
     *
     * @param nonce the bound nonce
     * @param variants the hashes of all that was signed for that nonce, oldest first; one of them is mined at most
     * @param since when the nonce was bound
     * @param broadcast whether an endpoint has taken it at least once
     * @param sends how often it was sent
     * @param trouble what the endpoint said last, in one word; empty when all is well
     */
    record InFlight(
            long nonce, List<Hash32> variants, Instant since, boolean broadcast, int sends, Optional<Trouble> trouble)
            implements SubjectState {
        public InFlight {
            variants = List.copyOf(variants);
        }

        /** The newest signed variant. */
        public Hash32 hash() {
            return variants.getLast();
        }
    }

    /** Mined with success, as deep as configured, and every configured endpoint says so. */
    record Succeeded(MinedAttempt attempt) implements SubjectState {}

    /** Mined and reverted: nothing happened but the gas. A new transaction needs proof at {@code attempt.block()}. */
    record Reverted(MinedAttempt attempt) implements SubjectState {}

    /**
     * The nonce is consumed, and no receipt of ours is to be found. The work may be done or not: only the contract's own
     * state at this height or above can tell.
     */
    record Displaced(long nonce, long consumedAtBlock) implements SubjectState {}

    /** What keeps a transaction in flight. */
    enum Trouble {
        /** No endpoint answered, or with an unknown error. */
        NO_ANSWER,
        /** Its fee is below what the chain takes now. */
        FEE_TOO_LOW,
        /** The operator's account cannot pay the gas. */
        OPERATOR_WITHOUT_FUNDS,
        /** A nonce before it is missing at the endpoint. */
        WAITS_FOR_EARLIER_NONCE,
        /** The nonce is consumed but no receipt has shown up yet. */
        RECEIPT_MISSING,
        /** The configured endpoints do not say the same. */
        ENDPOINTS_DISAGREE
    }
}
