package com.protocolbanks.x402.contract;

import java.math.BigInteger;

/**
 * A receiver's account in one token, over all its channels, in the token's smallest unit.
 *
 * @param claimed in all
 * @param settled of it, already paid out
 */
public record ReceiverTotals(BigInteger claimed, BigInteger settled) {
    /** What the next settling pays. */
    public BigInteger unsettled() {
        return claimed.subtract(settled);
    }
}
