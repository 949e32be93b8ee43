package com.protocolbanks.evm.signature;

import java.math.BigInteger;
import java.util.Optional;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECPoint;

/** The curve's numbers (SEC 2, section 2.4.1). */
public final class Secp256k1 {
    private static final X9ECParameters CURVE = CustomNamedCurves.getByName("secp256k1");

    public static final ECPoint GENERATOR = CURVE.getG();
    public static final BigInteger ORDER = CURVE.getN();
    public static final BigInteger HALF_ORDER = ORDER.shiftRight(1);

    private Secp256k1() {}

    /** The point with that x and parity of y; empty when x is on no point. An x of n or above is not tried: no honest signer makes one. */
    static Optional<ECPoint> pointAt(BigInteger x, boolean yIsOdd) {
        byte[] encoded = new byte[33];
        encoded[0] = (byte) (yIsOdd ? 3 : 2);
        byte[] digits = x.toByteArray();
        int from = digits.length > 32 ? 1 : 0;
        System.arraycopy(digits, from, encoded, 33 - digits.length + from, digits.length - from);
        try {
            return Optional.of(CURVE.getCurve().decodePoint(encoded));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
