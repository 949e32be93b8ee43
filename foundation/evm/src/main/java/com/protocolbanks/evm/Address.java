package com.protocolbanks.evm;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** A 20-byte account address; text is checked and written by EIP-55. */
public record Address(byte[] bytes) implements Comparable<Address> {
    public static final int LENGTH = 20;
    public static final Address ZERO = new Address(new byte[LENGTH]);

    /** @throws IllegalArgumentException unless exactly 20 bytes */
    public Address {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("an address has 20 bytes, not " + bytes.length);
        }
        bytes = bytes.clone();
    }

    /**
     * Reads `0x` and 40 hex digits; mixed case must carry the EIP-55 checksum, one case carries none.
     *
     * @throws IllegalArgumentException for any other text
     */
    public static Address of(String text) {
        if (text.length() != 2 + 2 * LENGTH || !text.startsWith("0x")) {
            throw new IllegalArgumentException("not 0x and 40 hex digits: length " + text.length());
        }
        Address address = new Address(Bytes.parse(text));
        String digits = text.substring(2);
        boolean mixed =
                !digits.equals(digits.toLowerCase(Locale.ROOT)) && !digits.equals(digits.toUpperCase(Locale.ROOT));
        if (mixed && !address.toString().equals(text)) {
            throw new IllegalArgumentException("EIP-55 checksum does not match: " + text);
        }
        return address;
    }

    @Override
    public byte[] bytes() {
        return bytes.clone();
    }

    public boolean isZero() {
        return equals(ZERO);
    }

    /** `0x` and 40 lower-case hex digits, as databases and comparisons hold it. */
    public String lower() {
        return Bytes.hex(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Address(byte[] its) && Arrays.equals(bytes, its);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** In the order of the number the bytes write, as Safe orders owners. */
    @Override
    public int compareTo(Address other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    /** With the EIP-55 checksum. */
    @Override
    public String toString() {
        char[] digits = lower().substring(2).toCharArray();
        byte[] sum = Keccak.hash(new String(digits).getBytes(StandardCharsets.US_ASCII))
                .bytes();
        for (int i = 0; i < digits.length; i++) {
            int nibble = i % 2 == 0 ? (sum[i / 2] >> 4) & 0xf : sum[i / 2] & 0xf;
            if (nibble >= 8) {
                digits[i] = Character.toUpperCase(digits[i]);
            }
        }
        return "0x" + new String(digits);
    }
}
