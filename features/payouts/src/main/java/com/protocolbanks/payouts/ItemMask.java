package com.protocolbanks.payouts;

import java.math.BigInteger;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * A set of items of one chunk, as the contract counts them: bit i stands for item i, 0 to 254.
 *
 * @param bits the set as an unsigned number below 2^255
 */
record ItemMask(BigInteger bits) {
    static final ItemMask NONE = new ItemMask(BigInteger.ZERO);

    ItemMask {
        if (bits.signum() < 0 || bits.bitLength() > 255) {
            throw new IllegalArgumentException("a chunk has at most 255 items");
        }
    }

    /** The items below {@code count} that fulfil the condition. */
    static ItemMask where(int count, IntPredicate condition) {
        var bits = BigInteger.ZERO;
        for (int item = 0; item < count; item++) {
            if (condition.test(item)) {
                bits = bits.setBit(item);
            }
        }
        return new ItemMask(bits);
    }

    /** The paid items of a chunk word ({@code MultiSend.chunkWord}) that has run; none of one that has not. */
    static ItemMask paid(BigInteger chunkWord, int count) {
        return where(count, item -> chunkWord.testBit(255) && chunkWord.testBit(item));
    }

    ItemMask plus(ItemMask other) {
        return new ItemMask(bits.or(other.bits));
    }

    boolean isEmpty() {
        return bits.signum() == 0;
    }

    boolean has(int item) {
        return bits.testBit(item);
    }

    int size() {
        return bits.bitCount();
    }

    ItemMask minus(ItemMask other) {
        return new ItemMask(bits.andNot(other.bits));
    }

    ItemMask and(ItemMask other) {
        return new ItemMask(bits.and(other.bits));
    }

    /** The items in ascending order. */
    IntStream items() {
        return IntStream.range(0, bits.bitLength()).filter(this::has);
    }

    /** The lower half of the items, at least one: what is tried next when all of them need too much gas. */
    ItemMask lowerHalf() {
        int half = Math.max(1, size() / 2);
        var lower = BigInteger.ZERO;
        for (var iterator = items().limit(half).iterator(); iterator.hasNext(); ) {
            lower = lower.setBit(iterator.next());
        }
        return new ItemMask(lower);
    }
}
