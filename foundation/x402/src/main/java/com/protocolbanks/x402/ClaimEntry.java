package com.protocolbanks.x402;

import com.protocolbanks.evm.Hash32;
import java.math.BigInteger;

/**
 * One channel's line of a claim, as the receiver's authorizer signs it.
 *
 * @param maxClaimable what the payer's voucher allows, in the token's smallest unit
 * @param totalClaimed what will have been claimed afterwards, never above it
 */
public record ClaimEntry(Hash32 channelId, BigInteger maxClaimable, BigInteger totalClaimed) {
    /** @throws IllegalArgumentException when more would be claimed than the voucher allows */
    public ClaimEntry {
        if (totalClaimed.signum() < 0 || totalClaimed.compareTo(maxClaimable) > 0) {
            throw new IllegalArgumentException(
                    "a claim of " + totalClaimed + " is not within the voucher's " + maxClaimable);
        }
    }
}
