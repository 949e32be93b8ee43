package com.protocolbanks.x402;

import com.protocolbanks.evm.Hash32;
import java.math.BigInteger;

/**
 * A promise that the receiver may have claimed up to an amount from a channel, all earlier claims included.
 *
 * @param maxClaimable cumulative, in the token's smallest unit, 0 to 2^128-1
 */
public record Voucher(Hash32 channelId, BigInteger maxClaimable) {
    private static final int BITS = 128;

    /** @throws IllegalArgumentException outside the range */
    public Voucher {
        if (maxClaimable.signum() < 0 || maxClaimable.bitLength() > BITS) {
            throw new IllegalArgumentException("a voucher's amount fits 128 unsigned bits: " + maxClaimable);
        }
    }
}
