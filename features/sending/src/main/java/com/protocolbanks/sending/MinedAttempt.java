package com.protocolbanks.sending;

import com.protocolbanks.evm.Hash32;
import java.math.BigInteger;

/**
 * A transaction that stands in a block.
 *
 * @param hash of the variant that was mined
 * @param nonce of its operator
 * @param block height
 * @param blockHash of that block
 * @param gasUsed units of gas, as charged
 * @param gasPrice wei per unit, as charged
 */
public record MinedAttempt(Hash32 hash, long nonce, long block, Hash32 blockHash, long gasUsed, BigInteger gasPrice) {
    /** What it cost its operator, in wei. */
    public BigInteger fee() {
        return gasPrice.multiply(BigInteger.valueOf(gasUsed));
    }
}
