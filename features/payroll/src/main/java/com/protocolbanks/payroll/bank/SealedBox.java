package com.protocolbanks.payroll.bank;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce before the cipher text and the 128-bit tag behind it. */
final class SealedBox {
    static final int KEY_LENGTH = 32;
    private static final int NONCE_LENGTH = 12;
    private static final int TAG_BITS = 128;

    private final SecretKeySpec key;
    private final SecureRandom random;

    /** @throws IllegalArgumentException unless the key has 32 bytes */
    SealedBox(byte[] key, SecureRandom random) {
        if (key.length != KEY_LENGTH) {
            throw new IllegalArgumentException("a key has 32 bytes, not " + key.length);
        }
        this.key = new SecretKeySpec(key, "AES");
        this.random = random;
    }

    /** @param context what the plain text belongs to; opening needs the same */
    byte[] seal(byte[] plain, byte[] context) {
        byte[] sealed = new byte[NONCE_LENGTH + plain.length + TAG_BITS / 8];
        byte[] nonce = new byte[NONCE_LENGTH];
        random.nextBytes(nonce);
        System.arraycopy(nonce, 0, sealed, 0, NONCE_LENGTH);
        try {
            cipher(Cipher.ENCRYPT_MODE, nonce, context).doFinal(plain, 0, plain.length, sealed, NONCE_LENGTH);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is part of every JDK", e);
        }
        return sealed;
    }

    /** @throws IllegalArgumentException when key, context or content are not what was sealed */
    byte[] open(byte[] sealed, byte[] context) {
        if (sealed.length < NONCE_LENGTH + TAG_BITS / 8) {
            throw new IllegalArgumentException("too short to be sealed: " + sealed.length + " bytes");
        }
        try {
            return cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(sealed, NONCE_LENGTH), context)
                    .doFinal(sealed, NONCE_LENGTH, sealed.length - NONCE_LENGTH);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("sealed with another key or for another owner, or altered", e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, byte[] context) throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(context);
        return cipher;
    }
}
