package com.protocolbanks.evm.signature;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Bytes;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.Keccak;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.math.ec.ECPoint;

/**
 * A secp256k1 signature with low s (EIP-2).
 *
 * @param r from 1 to n-1
 * @param s from 1 to n/2
 * @param yParity 0 or 1: whether the y of the point r names is odd
 */
public record Signature(BigInteger r, BigInteger s, int yParity) {
    public static final int LENGTH = 65;

    private static final Recovery RECOVERY = Recovery.ofLibrary().orElse(Recovery.PORTABLE);

    /** @throws IllegalArgumentException outside the ranges */
    public Signature {
        if (r.signum() <= 0 || r.compareTo(Secp256k1.ORDER) >= 0) {
            throw new IllegalArgumentException("r is not between 1 and n-1");
        }
        if (s.signum() <= 0 || s.compareTo(Secp256k1.HALF_ORDER) > 0) {
            throw new IllegalArgumentException("s is not between 1 and n/2");
        }
        if (yParity != 0 && yParity != 1) {
            throw new IllegalArgumentException("v is none of 27, 28, 0, 1");
        }
    }

    /**
     * Reads r, s and v, 65 bytes; v is 27 or 28, or 0 or 1.
     *
     * @throws IllegalArgumentException for any other bytes, a high s included
     */
    public static Signature of(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("a signature has 65 bytes, not " + bytes.length);
        }
        int v = bytes[64] & 0xff;
        return new Signature(
                new BigInteger(1, Arrays.copyOfRange(bytes, 0, 32)),
                new BigInteger(1, Arrays.copyOfRange(bytes, 32, 64)),
                v >= 27 ? v - 27 : v);
    }

    /** r, s and v, where v is 27 or 28, as contracts take it. */
    public byte[] bytes() {
        return Bytes.concat(Hash32.of(r).bytes(), Hash32.of(s).bytes(), new byte[] {(byte) (27 + yParity)});
    }

    /** The account whose key signed the digest; empty when no key can have. */
    public Optional<Address> signerOf(Hash32 digest) {
        return signerOf(digest, RECOVERY);
    }

    /** The same by a certain way of recovery. */
    public Optional<Address> signerOf(Hash32 digest, Recovery recovery) {
        return recovery.keyOf(this, digest.bytes()).map(Signature::addressOf);
    }

    /** The account of a public key. */
    public static Address addressOf(ECPoint publicKey) {
        return addressOf(publicKey.getEncoded(false));
    }

    private static Address addressOf(byte[] encoded) {
        byte[] hash =
                Keccak.hash(Arrays.copyOfRange(encoded, 1, encoded.length)).bytes();
        return new Address(Arrays.copyOfRange(hash, 12, 32));
    }
}
