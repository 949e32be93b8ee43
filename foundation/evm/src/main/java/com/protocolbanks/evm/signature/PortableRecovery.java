package com.protocolbanks.evm.signature;

import java.math.BigInteger;
import java.util.Optional;
import org.bouncycastle.math.ec.ECAlgorithms;
import org.bouncycastle.math.ec.ECPoint;

/** Recovery by Bouncy Castle. */
final class PortableRecovery implements Recovery {
    @Override
    public Optional<byte[]> keyOf(Signature signature, byte[] digest) {
        Optional<ECPoint> point = Secp256k1.pointAt(signature.r(), signature.yParity() == 1);
        if (point.isEmpty()) {
            return Optional.empty();
        }
        BigInteger inverse = signature.r().modInverse(Secp256k1.ORDER);
        BigInteger ofGenerator =
                inverse.multiply(new BigInteger(1, digest)).negate().mod(Secp256k1.ORDER);
        BigInteger ofPoint = inverse.multiply(signature.s()).mod(Secp256k1.ORDER);
        ECPoint key = ECAlgorithms.sumOfTwoMultiplies(Secp256k1.GENERATOR, ofGenerator, point.get(), ofPoint);
        return key.isInfinity() ? Optional.empty() : Optional.of(key.getEncoded(false));
    }
}
