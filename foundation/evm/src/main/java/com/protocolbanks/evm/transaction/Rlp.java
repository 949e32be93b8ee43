package com.protocolbanks.evm.transaction;

import com.protocolbanks.evm.Bytes;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Recursive length prefix (Ethereum yellow paper, appendix B), as far as transactions need it. */
final class Rlp {
    private Rlp() {}

    static byte[] string(byte[] value) {
        if (value.length == 1 && (value[0] & 0xff) < 0x80) {
            return value.clone();
        }
        return Bytes.concat(prefix(0x80, value.length), value);
    }

    static byte[] number(BigInteger value) {
        byte[] digits = value.toByteArray();
        return string(digits[0] == 0 ? Arrays.copyOfRange(digits, 1, digits.length) : digits);
    }

    static byte[] number(long value) {
        return number(BigInteger.valueOf(value));
    }

    static byte[] list(byte[]... encodedItems) {
        byte[] items = Bytes.concat(encodedItems);
        return Bytes.concat(prefix(0xc0, items.length), items);
    }

    /**
     * The items of one list that fills the bytes; a list inside is given with its own prefix.
     *
     * @throws IllegalArgumentException for other bytes
     */
    static List<byte[]> items(byte[] encoded, int start) {
        Cursor cursor = new Cursor(encoded, start);
        int end = cursor.enterList();
        if (end != encoded.length) {
            throw new IllegalArgumentException("bytes after the list");
        }
        List<byte[]> items = new ArrayList<>();
        while (cursor.at < end) {
            items.add(cursor.next());
        }
        return items;
    }

    private static byte[] prefix(int base, int length) {
        if (length < 56) {
            return new byte[] {(byte) (base + length)};
        }
        byte[] digits = BigInteger.valueOf(length).toByteArray();
        byte[] size = digits[0] == 0 ? Arrays.copyOfRange(digits, 1, digits.length) : digits;
        return Bytes.concat(new byte[] {(byte) (base + 55 + size.length)}, size);
    }

    private static final class Cursor {
        private final byte[] data;
        private int at;

        Cursor(byte[] data, int at) {
            this.data = data;
            this.at = at;
        }

        int enterList() {
            int first = octet();
            if (first < 0xc0) {
                throw new IllegalArgumentException("not a list");
            }
            int length = length(first - 0xc0);
            return at + length;
        }

        byte[] next() {
            int from = at;
            int first = octet();
            if (first < 0x80) {
                return new byte[] {(byte) first};
            }
            if (first >= 0xc0) {
                at += length(first - 0xc0);
                return Arrays.copyOfRange(data, from, at);
            }
            int length = length(first - 0x80);
            at += length;
            return Arrays.copyOfRange(data, at - length, at);
        }

        private int length(int code) {
            int length = code;
            if (code > 55) {
                length = 0;
                for (int i = 0; i < code - 55; i++) {
                    length = Math.addExact(Math.multiplyExact(length, 256), octet());
                }
            }
            if (length > data.length - at) {
                throw new IllegalArgumentException("length goes beyond the bytes");
            }
            return length;
        }

        private int octet() {
            if (at >= data.length) {
                throw new IllegalArgumentException("bytes end too early");
            }
            return data[at++] & 0xff;
        }
    }
}
