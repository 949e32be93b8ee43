package com.protocolbanks.evm.contracts;

import java.math.BigInteger;

/**
 * How far MultiSend is with a batch.
 *
 * @param paid in the token's smallest unit
 * @param status whether it may be paid
 * @param done bit i: chunk i ran, for chunks 0 to 151
 */
public record BatchProgress(BigInteger paid, Status status, BigInteger done) {
    /** The order is the contract's. */
    public enum Status {
        UNKNOWN,
        OPEN,
        CANCELLED
    }
}
