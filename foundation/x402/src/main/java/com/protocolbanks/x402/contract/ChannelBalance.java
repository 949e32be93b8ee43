package com.protocolbanks.x402.contract;

import java.math.BigInteger;

/**
 * A channel on chain, in the token's smallest unit.
 *
 * @param balance deposited, less what went back to the payer; settling does not lower it
 * @param totalClaimed of it, never more than it
 */
public record ChannelBalance(BigInteger balance, BigInteger totalClaimed) {
    /** What a refund or a withdrawal may still take. */
    public BigInteger unclaimed() {
        return balance.subtract(totalClaimed);
    }
}
