package com.protocolbanks.evm.contracts;

import java.math.BigInteger;

/**
 * MultiSend's lasting answer to "was this paid?" for one chunk.
 *
 * @param word zero: the chunk never ran; else bit 255 is set, and bit i tells whether item i is paid
 */
public record ChunkWord(BigInteger word) {
    private static final int RAN = 255;

    public boolean ran() {
        return word.testBit(RAN);
    }

    /** Whether the item of that index is paid. */
    public boolean paid(int item) {
        if (item < 0 || item >= RAN) {
            throw new IllegalArgumentException("no such item: " + item);
        }
        return ran() && word.testBit(item);
    }

    /** The items among the first {@code count} that are not paid, as a mask. */
    public BigInteger unpaid(int count) {
        BigInteger all = ChunkPayment.maskOfFirst(count);
        return ran() ? all.andNot(word) : all;
    }
}
