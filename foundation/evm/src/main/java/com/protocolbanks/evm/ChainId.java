package com.protocolbanks.evm;

/** The EIP-155 number of a chain, such as 7000 (ZetaChain) or 7001 (its test network). */
public record ChainId(long value) {
    /** @throws IllegalArgumentException unless positive */
    public ChainId {
        if (value <= 0) {
            throw new IllegalArgumentException("a chain id is positive, not " + value);
        }
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
