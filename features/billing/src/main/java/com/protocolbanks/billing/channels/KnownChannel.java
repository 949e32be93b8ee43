package com.protocolbanks.billing.channels;

import com.protocolbanks.evm.Hash32;
import com.protocolbanks.x402.ChannelConfig;
import java.math.BigInteger;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A channel as Postgres knows it; the metering store and the chain may be ahead. Amounts are in the token's smallest unit.
 *
 * @param keyId the session key that signs its vouchers
 * @param balance the deposits and what was claimed of them, as the chain said last
 * @param claimed on chain
 * @param accepted the highest voucher
 * @param signature of that voucher, 65 bytes; empty before the first
 * @param spent after the highest receipt that has all before it
 * @param seq of that receipt; 0 before the first
 * @param withdrawRequestedAt when the payer began to withdraw, if it did
 * @param refundNonce the next, as the contract counts
 */
public record KnownChannel(
        Hash32 channelId,
        ChannelConfig config,
        UUID orgId,
        UUID keyId,
        BigInteger balance,
        BigInteger claimed,
        BigInteger accepted,
        byte[] signature,
        BigInteger spent,
        long seq,
        @Nullable Instant withdrawRequestedAt,
        BigInteger refundNonce) {
    public KnownChannel {
        signature = signature.clone();
    }

    @Override
    public byte[] signature() {
        return signature.clone();
    }

    /** What the receipts say and the chain does not yet. */
    public BigInteger unclaimed() {
        return spent.subtract(claimed).max(BigInteger.ZERO);
    }
}
