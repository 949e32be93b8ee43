package com.protocolbanks.payouts.chunks;

import java.math.BigInteger;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * A set of items of one chunk, as the contract counts them: bit i stands for item i, 0 to 254.
 *
 * @param bits the set as an unsigned number below 2^255
 */
public record ItemMask(BigInteger bits) {
    public static final ItemMask NONE = new ItemMask(BigInteger.ZERO);

    public ItemMask {
        if (bits.signum() < 0 || bits.bitLength() > 255) {
            throw new IllegalArgumentException("a chunk has at most 255 items");
        }
    }

    /** The items below {@code count} that fulfil the condition. */
    public static ItemMask where(int count, IntPredicate condition) {
        var bits = BigInteger.ZERO;
        for (int item = 0; item < count; item++) {
            if (condition.test(item)) {
                bits = bits.setBit(item);
            }
        }
        return new ItemMask(bits);
    }

    /** The paid items of a chunk word ({@code MultiSend.chunkWord}) that has run; none of one that has not. */
    public static ItemMask paid(BigInteger chunkWord, int count) {
        return where(count, item -> chunkWord.testBit(255) && chunkWord.testBit(item));
    }

    public ItemMask plus(ItemMask other) {
        return new ItemMask(bits.or(other.bits));
    }

    public boolean isEmpty() {
        return bits.signum() == 0;
    }

    public boolean has(int item) {
        return bits.testBit(item);
    }

    public int size() {
        return bits.bitCount();
    }

    public ItemMask minus(ItemMask other) {
        return new ItemMask(bits.andNot(other.bits));
    }

    public ItemMask and(ItemMask other) {
        return new ItemMask(bits.and(other.bits));
    }

    /** The items in ascending order. */
    public IntStream items() {
        return IntStream.range(0, bits.bitLength()).filter(this::has);
    }

    /** The lower half of the items, at least one: what is tried next when all of them need too much gas. */
    public ItemMask lowerHalf() {
        int half = Math.max(1, size() / 2);
        var lower = BigInteger.ZERO;
        for (var iterator = items().limit(half).iterator(); iterator.hasNext(); ) {
            lower = lower.setBit(iterator.next());
        }
        return new ItemMask(lower);
    }
}
