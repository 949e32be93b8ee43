package com.protocolbanks.evm.contracts;

import com.protocolbanks.evm.Hash32;
import java.math.BigInteger;
import java.util.List;

/**
 * One attempt at one chunk.
 *
 * @param chunk its index, from 0
 * @param mode how the money moves
 * @param mask bit i set: item i is tried; the others are recorded as unpaid
 * @param amount in POOL the exact sum of the items that are tried; else ignored
 * @param items all of the chunk's items, at most 255, each {@code address << 96 | amount}
 * @param proof the Merkle proof of the chunk
 */
public record ChunkPayment(
        long chunk, PayMode mode, BigInteger mask, BigInteger amount, List<Hash32> items, List<Hash32> proof) {
    public ChunkPayment {
        items = List.copyOf(items);
        proof = List.copyOf(proof);
    }

    /** The mask of the first so many items. */
    public static BigInteger maskOfFirst(int count) {
        return BigInteger.ONE.shiftLeft(count).subtract(BigInteger.ONE);
    }
}
