package com.protocolbanks.x402.contract;

import com.protocolbanks.evm.abi.AbiWriter;
import com.protocolbanks.x402.wire.DepositAuthorization;
import java.math.BigInteger;

/** A payer's consent to a deposit, in the form that its collector reads. */
public final class CollectorData {
    private static final byte[] NONE = {};

    private CollectorData() {}

    /** For the collector that the kind of authorization belongs to. */
    public static byte[] of(DepositAuthorization authorization) {
        return switch (authorization) {
            case DepositAuthorization.Erc3009 its ->
                new AbiWriter()
                        .uint(256, its.validAfter())
                        .uint(256, its.validBefore())
                        .word(its.salt())
                        .bytes(its.signature().bytes())
                        .toBytes();
            case DepositAuthorization.Permit2 its ->
                new AbiWriter()
                        .uint(256, its.nonce())
                        .uint(256, its.deadline())
                        .bytes(its.signature().bytes())
                        .bytes(NONE) // no approval of Permit2 comes with it
                        .toBytes();
        };
    }

    /**
     * For our allowance collector.
     *
     * @param nonce once for each payer
     * @param deadline seconds of Unix time: the last second at which it works
     * @param signature the payer's over {@link DepositConsent#allowance}
     */
    public static byte[] allowance(BigInteger nonce, long deadline, byte[] signature) {
        return new AbiWriter()
                .uint(256, nonce)
                .uint(256, deadline)
                .bytes(signature)
                .toBytes();
    }
}
