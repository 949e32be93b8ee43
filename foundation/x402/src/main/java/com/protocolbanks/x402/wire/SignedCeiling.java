package com.protocolbanks.x402.wire;

import com.protocolbanks.evm.Bytes;
import java.math.BigInteger;
import java.util.Arrays;
import tools.jackson.databind.node.ObjectNode;

/**
 * The highest voucher a receiver holds, shown to a payer who lost count ({@code voucherState}).
 *
 * @param maxClaimable cumulative, in the token's smallest unit
 * @param signature the payer's own, to be checked before the receiver's count is believed
 */
public record SignedCeiling(BigInteger maxClaimable, byte[] signature) {
    public SignedCeiling {
        signature = signature.clone();
    }

    @Override
    public byte[] signature() {
        return signature.clone();
    }

    ObjectNode toJson() {
        return PaymentHeaders.object()
                .put("signedMaxClaimable", maxClaimable.toString())
                .put("signature", Bytes.hex(signature));
    }

    static SignedCeiling read(JsonFields fields) {
        return new SignedCeiling(fields.amount("signedMaxClaimable"), fields.bytes("signature"));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SignedCeiling its
                && its.maxClaimable.equals(maxClaimable)
                && Arrays.equals(its.signature, signature);
    }

    @Override
    public int hashCode() {
        return 31 * maxClaimable.hashCode() + Arrays.hashCode(signature);
    }
}
