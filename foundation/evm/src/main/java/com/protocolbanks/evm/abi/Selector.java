package com.protocolbanks.evm.abi;

import com.protocolbanks.evm.Bytes;
import com.protocolbanks.evm.Keccak;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The first four bytes of the Keccak hash of a function's or an error's canonical signature. */
public record Selector(int code) {
    /** From a canonical signature, such as {@code transfer(address,uint256)}. */
    public static Selector of(String signature) {
        return at(Keccak.hash(signature.getBytes(StandardCharsets.US_ASCII)).bytes());
    }

    /**
     * The selector that call data or revert data begins with.
     *
     * @throws IllegalArgumentException when shorter than four bytes
     */
    public static Selector at(byte[] data) {
        if (data.length < 4) {
            throw new IllegalArgumentException("no selector in " + data.length + " bytes");
        }
        return new Selector(ByteBuffer.wrap(data).getInt());
    }

    public byte[] bytes() {
        return new byte[] {(byte) (code >> 24), (byte) (code >> 16), (byte) (code >> 8), (byte) code};
    }

    /** Whether the data begins with this selector. */
    public boolean leads(byte[] data) {
        return data.length >= 4 && at(data).equals(this);
    }

    /** What follows the selector. */
    public static byte[] argumentsOf(byte[] data) {
        return Arrays.copyOfRange(data, 4, Math.max(4, data.length));
    }

    @Override
    public String toString() {
        return Bytes.hex(bytes());
    }
}
