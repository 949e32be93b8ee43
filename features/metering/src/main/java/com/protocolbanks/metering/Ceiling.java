package com.protocolbanks.metering;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.signature.Signature;
import com.protocolbanks.x402.ChannelConfig;
import org.jspecify.annotations.Nullable;

/**
 * Up to where a channel may be spent for a request, as its voucher or session says and {@code vouchers} has checked.
 *
 * @param key the session key's account
 * @param amount cumulative, in the token's smallest unit
 * @param proof the voucher that is accepted together with the request; null when it was accepted before
 */
public record Ceiling(
        Address key,
        Hash32 channelId,
        Mode mode,
        long amount,
        @Nullable Proof proof) {
    /** The greatest amount of anything metered: 2^53-1. */
    public static final long MOST = (1L << 53) - 1;

    /** A voucher's signature, checked, and the terms of its channel. */
    public record Proof(ChannelConfig config, Signature signature) {}

    /** @throws IllegalArgumentException outside 0 to {@link #MOST} */
    public Ceiling {
        if (amount < 0 || amount > MOST) {
            throw new IllegalArgumentException("not an amount that is metered: " + amount);
        }
    }
}
