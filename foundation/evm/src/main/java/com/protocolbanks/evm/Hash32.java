package com.protocolbanks.evm;

import java.math.BigInteger;
import java.util.Arrays;

/** 32 bytes: a transaction hash, a root, a digest, a topic or a storage word. */
public record Hash32(byte[] bytes) implements Comparable<Hash32> {
    public static final int LENGTH = 32;
    public static final Hash32 ZERO = new Hash32(new byte[LENGTH]);

    /** @throws IllegalArgumentException unless exactly 32 bytes */
    public Hash32 {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("a hash has 32 bytes, not " + bytes.length);
        }
        bytes = bytes.clone();
    }

    /**
     * Reads `0x` and 64 hex digits of either case.
     *
     * @throws IllegalArgumentException for any other text
     */
    public static Hash32 of(String text) {
        if (text.length() != 2 + 2 * LENGTH) {
            throw new IllegalArgumentException("not 0x and 64 hex digits: length " + text.length());
        }
        return new Hash32(Bytes.parse(text));
    }

    /**
     * The word that writes a number from 0 to 2^256-1.
     *
     * @throws IllegalArgumentException outside that range
     */
    public static Hash32 of(BigInteger number) {
        if (number.signum() < 0 || number.bitLength() > 256) {
            throw new IllegalArgumentException("not within 256 unsigned bits");
        }
        byte[] word = new byte[LENGTH];
        byte[] written = number.toByteArray();
        int from = written.length > LENGTH ? 1 : 0;
        System.arraycopy(written, from, word, LENGTH - written.length + from, written.length - from);
        return new Hash32(word);
    }

    @Override
    public byte[] bytes() {
        return bytes.clone();
    }

    /** `0x` and 64 lower-case hex digits. */
    public String hex() {
        return Bytes.hex(bytes);
    }

    /** The unsigned number the bytes write. */
    public BigInteger number() {
        return new BigInteger(1, bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Hash32(byte[] its) && Arrays.equals(bytes, its);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public int compareTo(Hash32 other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public String toString() {
        return hex();
    }
}
