package com.protocolbanks.evm.contracts;

import java.math.BigInteger;
import java.util.Optional;

/**
 * How far MultiSend is with a batch.
 *
 * @param paid in the token's smallest unit
 * @param status whether it may be paid
 * @param done bit i: chunk i ran, for chunks 0 to 151
 */
public record BatchProgress(BigInteger paid, Status status, BigInteger done) {
    /** Whether a batch may be paid. */
    public enum Status {
        UNKNOWN,
        OPEN,
        CANCELLED;

        /** By the contract's number; empty for any other. */
        static Optional<Status> of(int code) {
            return switch (code) {
                case 0 -> Optional.of(UNKNOWN);
                case 1 -> Optional.of(OPEN);
                case 2 -> Optional.of(CANCELLED);
                default -> Optional.empty();
            };
        }
    }
}
