package com.protocolbanks.evm.keys;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.signature.DigestSigner;
import com.protocolbanks.evm.signature.Secp256k1;
import com.protocolbanks.evm.signature.Signature;
import java.math.BigInteger;
import java.security.SecureRandom;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.util.BigIntegers;

/** A private key in memory; it signs with deterministic nonces (RFC 6979) and is never shown. */
public final class SigningKey implements DigestSigner {
    private final BigInteger secret;
    private final Address address;

    private SigningKey(BigInteger secret) {
        if (secret.signum() <= 0 || secret.compareTo(Secp256k1.ORDER) >= 0) {
            throw new IllegalArgumentException("a private key lies between 1 and n-1");
        }
        this.secret = secret;
        this.address = Signature.addressOf(multiplied(secret));
    }

    /**
     * From its 32 bytes.
     *
     * @throws IllegalArgumentException unless they are a key of the curve
     */
    public static SigningKey of(Hash32 secret) {
        return new SigningKey(secret.number());
    }

    public static SigningKey generate(SecureRandom random) {
        return new SigningKey(
                BigIntegers.createRandomInRange(BigInteger.ONE, Secp256k1.ORDER.subtract(BigInteger.ONE), random));
    }

    @Override
    public Address address() {
        return address;
    }

    @Override
    public Signature sign(Hash32 digest) {
        HMacDSAKCalculator nonces = new HMacDSAKCalculator(new SHA256Digest());
        nonces.init(Secp256k1.ORDER, secret, digest.bytes());
        while (true) {
            BigInteger nonce = nonces.nextK();
            ECPoint point = multiplied(nonce);
            BigInteger x = point.getAffineXCoord().toBigInteger();
            BigInteger r = x.mod(Secp256k1.ORDER);
            BigInteger s = BigIntegers.modOddInverse(Secp256k1.ORDER, nonce)
                    .multiply(digest.number().add(secret.multiply(r)))
                    .mod(Secp256k1.ORDER);
            if (r.signum() == 0 || s.signum() == 0 || !r.equals(x)) {
                continue;
            }
            boolean odd = point.getAffineYCoord().testBitZero();
            return s.compareTo(Secp256k1.HALF_ORDER) > 0
                    ? new Signature(r, Secp256k1.ORDER.subtract(s), odd ? 0 : 1)
                    : new Signature(r, s, odd ? 1 : 0);
        }
    }

    /** For {@link Keystore} alone. */
    byte[] secret() {
        return Hash32.of(secret).bytes();
    }

    @Override
    public String toString() {
        return "key of " + address;
    }

    private static ECPoint multiplied(BigInteger factor) {
        return new FixedPointCombMultiplier()
                .multiply(Secp256k1.GENERATOR, factor)
                .normalize();
    }
}
