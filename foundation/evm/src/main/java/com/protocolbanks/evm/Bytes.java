package com.protocolbanks.evm;

import java.util.HexFormat;

/** Hex and fixed-width bytes as the chain's JSON writes them. */
public final class Bytes {
    private static final HexFormat HEX = HexFormat.of();

    private Bytes() {}

    /**
     * Reads `0x` followed by an even number of hex digits.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static byte[] parse(String text) {
        if (!text.startsWith("0x") || text.length() % 2 != 0) {
            throw new IllegalArgumentException("not 0x and whole bytes of hex: " + shown(text));
        }
        return HEX.parseHex(text, 2, text.length());
    }

    /** Lower-case hex with `0x`. */
    public static String hex(byte[] bytes) {
        return "0x" + HEX.formatHex(bytes);
    }

    /** The parts one after the other. */
    public static byte[] concat(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length = Math.addExact(length, part.length);
        }
        byte[] whole = new byte[length];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, whole, at, part.length);
            at += part.length;
        }
        return whole;
    }

    private static String shown(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }
}
