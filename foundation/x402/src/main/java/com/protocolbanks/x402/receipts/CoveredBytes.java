package com.protocolbanks.x402.receipts;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What a receipt's {@code responseDigest} covers of a paid answer of MCP, which carries the receipt in itself: the bytes as
 * they are delivered, but the value of every member that is written {@code "x402/payment-response":} reads {@code null}. In
 * JSON no text can hold these characters, as its quotation marks are escaped; so both sides find the same without parsing.
 */
public final class CoveredBytes {
    private static final byte[] MEMBER = "\"x402/payment-response\":".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

    private CoveredBytes() {}

    /** What is covered of any bytes; a value that does not end reaches to their end. */
    public static byte[] of(byte[] delivered) {
        var covered = new ByteArrayOutputStream(delivered.length);
        int from = 0;
        for (int member = find(delivered, from); member >= 0; member = find(delivered, from)) {
            int value = member + MEMBER.length;
            covered.write(delivered, from, value - from);
            covered.writeBytes(NULL);
            from = valueEnd(delivered, value);
        }
        covered.write(delivered, from, delivered.length - from);
        return covered.toByteArray();
    }

    private static int find(byte[] bytes, int from) {
        for (int at = from; at + MEMBER.length <= bytes.length; at++) {
            if (Arrays.equals(bytes, at, at + MEMBER.length, MEMBER, 0, MEMBER.length)) {
                return at;
            }
        }
        return -1;
    }

    /** Of the JSON value that begins there, white space before it included. */
    private static int valueEnd(byte[] bytes, int from) {
        int depth = 0;
        boolean inText = false;
        for (int at = from; at < bytes.length; at++) {
            byte one = bytes[at];
            if (inText) {
                if (one == '\\') {
                    at++;
                } else if (one == '"') {
                    inText = false;
                    if (depth == 0) {
                        return at + 1;
                    }
                }
                continue;
            }
            switch (one) {
                case '"' -> inText = true;
                case '{', '[' -> depth++;
                case '}', ']' -> {
                    depth--;
                    if (depth <= 0) {
                        return depth < 0 ? at : at + 1;
                    }
                }
                case ',' -> {
                    if (depth == 0) {
                        return at;
                    }
                }
                default -> {
                    // part of a number, a word, or white space
                }
            }
        }
        return bytes.length;
    }
}
