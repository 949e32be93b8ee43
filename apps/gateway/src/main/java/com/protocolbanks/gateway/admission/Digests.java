package com.protocolbanks.gateway.admission;

import com.protocolbanks.evm.Hash32;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256, by which receipts name requests and answers. */
public final class Digests {
    private static final Hash32 OF_NOTHING = new Hash32(begin().digest());

    private Digests() {}

    public static MessageDigest begin() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    public static Hash32 sha256(byte[] bytes) {
        return bytes.length == 0 ? OF_NOTHING : new Hash32(begin().digest(bytes));
    }
}
