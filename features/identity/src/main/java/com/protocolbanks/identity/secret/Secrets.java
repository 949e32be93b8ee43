package com.protocolbanks.identity.secret;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;

/** Makes secrets of letters and digits, and compares them by their digests. */
public final class Secrets {
    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final BigInteger BASE = BigInteger.valueOf(DIGITS.length());

    /** The length of a text that carries 256 bits. */
    public static final int LENGTH = 43;

    private static final int BYTES = 32;

    private final SecureRandom random;

    public Secrets(SecureRandom random) {
        this.random = random;
    }

    /** 256 random bits as {@value #LENGTH} letters and digits. */
    public String next() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        var number = new BigInteger(1, bytes);
        var text = new char[LENGTH];
        for (int i = LENGTH - 1; i >= 0; i--) {
            var parts = number.divideAndRemainder(BASE);
            text[i] = DIGITS.charAt(parts[1].intValue());
            number = parts[0];
        }
        return new String(text);
    }

    /** So many letters and digits at random, for a name nobody else has. */
    public String name(int length) {
        var text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(DIGITS.charAt(random.nextInt(DIGITS.length())));
        }
        return text.toString();
    }

    /** What is stored: SHA-256, which is enough for 256 random bits. */
    public static byte[] digest(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    /** Whether the digest is that of the secret, in a time that does not depend on where they differ. */
    public static boolean matches(String secret, byte[] digest) {
        return MessageDigest.isEqual(digest(secret), digest);
    }
}
