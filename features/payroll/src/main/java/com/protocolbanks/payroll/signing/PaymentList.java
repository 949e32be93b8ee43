package com.protocolbanks.payroll.signing;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.UUID;

/**
 * The payments of one token in signing order, packed as the contract takes them: 32 bytes each,
 * {@code address << 96 | amount}.
 */
public final class PaymentList {
    private static final int WORD = Hash32.LENGTH;
    private static final int AMOUNT_BITS = 96;

    private final UUID[] legs;
    private final UUID[] items;
    private final byte[] words;
    private final BigInteger total;

    private PaymentList(UUID[] legs, UUID[] items, byte[] words, BigInteger total) {
        this.legs = legs;
        this.items = items;
        this.words = words;
        this.total = total;
    }

    public int size() {
        return legs.length;
    }

    /** The sum of all amounts in the token's smallest unit. */
    public BigInteger total() {
        return total;
    }

    public UUID leg(int index) {
        return legs[index];
    }

    /** The item the leg belongs to. */
    public UUID item(int index) {
        return items[index];
    }

    public Hash32 word(int index) {
        return new Hash32(words(index, index + 1));
    }

    public Address to(int index) {
        return new Address(Arrays.copyOfRange(words, index * WORD, index * WORD + Address.LENGTH));
    }

    public BigInteger units(int index) {
        return new BigInteger(1, words, index * WORD + Address.LENGTH, WORD - Address.LENGTH);
    }

    /** The packed payments from one index to before another. */
    byte[] words(int from, int to) {
        return Arrays.copyOfRange(words, from * WORD, to * WORD);
    }

    /** Collects payments in signing order. */
    public static final class Builder {
        private UUID[] legs = new UUID[256];
        private UUID[] items = new UUID[256];
        private byte[] words = new byte[256 * WORD];
        private int count;
        private BigInteger total = BigInteger.ZERO;

        /**
         * Adds the next payment.
         *
         * @throws IllegalArgumentException unless the amount is above zero and below 2^96
         */
        public Builder add(UUID leg, UUID item, Address to, BigInteger units) {
            if (units.signum() <= 0 || units.bitLength() > AMOUNT_BITS) {
                throw new IllegalArgumentException("an amount is above zero and below 2^96: " + units);
            }
            if (count == legs.length) {
                legs = Arrays.copyOf(legs, 2 * count);
                items = Arrays.copyOf(items, 2 * count);
                words = Arrays.copyOf(words, 2 * count * WORD);
            }
            legs[count] = leg;
            items[count] = item;
            System.arraycopy(to.bytes(), 0, words, count * WORD, Address.LENGTH);
            byte[] amount = Hash32.of(units).bytes();
            System.arraycopy(amount, Address.LENGTH, words, count * WORD + Address.LENGTH, WORD - Address.LENGTH);
            total = total.add(units);
            count++;
            return this;
        }

        public PaymentList build() {
            return new PaymentList(
                    Arrays.copyOf(legs, count), Arrays.copyOf(items, count), Arrays.copyOf(words, count * WORD), total);
        }
    }
}
