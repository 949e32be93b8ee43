package com.protocolbanks.evm.abi;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Bytes;
import com.protocolbanks.evm.Hash32;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Writes one tuple, a function's arguments included, in the order of its fields. */
public final class AbiWriter {
    private static final int WORD = Hash32.LENGTH;

    private record Field(boolean dynamic, byte[] encoded) {}

    private final List<Field> fields = new ArrayList<>();

    /** A {@code bytes32} field. */
    public AbiWriter word(Hash32 value) {
        return fixed(value.bytes());
    }

    /**
     * An unsigned number of at most {@code bits} bits.
     *
     * @throws IllegalArgumentException when it does not fit
     */
    public AbiWriter uint(int bits, BigInteger value) {
        if (value.signum() < 0 || value.bitLength() > bits) {
            throw new IllegalArgumentException("does not fit uint" + bits + ": " + value);
        }
        return fixed(Hash32.of(value).bytes());
    }

    /** An unsigned number, 0 or more. */
    public AbiWriter uint(int bits, long value) {
        if (value < 0 || (bits < Long.SIZE && value >> bits != 0)) {
            throw new IllegalArgumentException("does not fit uint" + bits + ": " + value);
        }
        return fixed(ByteBuffer.allocate(WORD).putLong(WORD - Long.BYTES, value).array());
    }

    public AbiWriter address(Address value) {
        byte[] word = new byte[WORD];
        System.arraycopy(value.bytes(), 0, word, WORD - Address.LENGTH, Address.LENGTH);
        return fixed(word);
    }

    public AbiWriter bool(boolean value) {
        return uint(1, value ? 1 : 0);
    }

    /** A {@code bytes} field. */
    public AbiWriter bytes(byte[] value) {
        byte[] padded = new byte[(value.length + WORD - 1) / WORD * WORD];
        System.arraycopy(value, 0, padded, 0, value.length);
        return dynamic(Bytes.concat(length(value.length), padded));
    }

    /** A {@code bytes32[]} field. */
    public AbiWriter words(List<Hash32> values) {
        byte[] encoded = new byte[WORD * (values.size() + 1)];
        System.arraycopy(length(values.size()), 0, encoded, 0, WORD);
        for (int i = 0; i < values.size(); i++) {
            System.arraycopy(values.get(i).bytes(), 0, encoded, WORD * (i + 1), WORD);
        }
        return dynamic(encoded);
    }

    /** An {@code address[]} field. */
    public AbiWriter addresses(List<Address> values) {
        AbiWriter elements = new AbiWriter();
        values.forEach(elements::address);
        return dynamic(Bytes.concat(length(values.size()), elements.toBytes()));
    }

    /** A struct field; it is dynamic when one of its own fields is. */
    public AbiWriter tuple(AbiWriter struct) {
        boolean dynamic = struct.fields.stream().anyMatch(Field::dynamic);
        return dynamic ? dynamic(struct.toBytes()) : fixed(struct.toBytes());
    }

    /** An array of structs that have a dynamic field, such as {@code (address,bytes)[]}. */
    public AbiWriter tuples(List<AbiWriter> structs) {
        AbiWriter elements = new AbiWriter();
        structs.forEach(elements::tuple);
        return dynamic(Bytes.concat(length(structs.size()), elements.toBytes()));
    }

    /** A {@code bytes[]} field. */
    public AbiWriter byteStrings(List<byte[]> values) {
        AbiWriter elements = new AbiWriter();
        values.forEach(elements::bytes);
        return dynamic(Bytes.concat(length(values.size()), elements.toBytes()));
    }

    /** The tuple: heads, then the tails of dynamic fields. */
    public byte[] toBytes() {
        int heads = 0;
        for (Field field : fields) {
            heads += field.dynamic ? WORD : field.encoded.length;
        }
        List<byte[]> parts = new ArrayList<>(2 * fields.size());
        int tail = heads;
        for (Field field : fields) {
            parts.add(field.dynamic ? length(tail) : field.encoded);
            tail += field.dynamic ? field.encoded.length : 0;
        }
        fields.stream().filter(Field::dynamic).map(Field::encoded).forEach(parts::add);
        return Bytes.concat(parts.toArray(byte[][]::new));
    }

    /** Call data: the selector, then the tuple. */
    public byte[] call(Selector function) {
        return Bytes.concat(function.bytes(), toBytes());
    }

    private static byte[] length(int value) {
        return Hash32.of(BigInteger.valueOf(value)).bytes();
    }

    private AbiWriter fixed(byte[] encoded) {
        fields.add(new Field(false, encoded));
        return this;
    }

    private AbiWriter dynamic(byte[] encoded) {
        fields.add(new Field(true, encoded));
        return this;
    }
}
