package com.protocolbanks.x402.receipts;

import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.Keccak;
import com.protocolbanks.evm.abi.AbiWriter;
import java.math.BigInteger;

/**
 * The fold over a channel's receipts: each value covers its receipt and every one before it.
 *
 * @param seq of the last receipt covered; 0 before the first
 * @param spent after that receipt, in the token's smallest unit
 * @param value the chain's value; the channel's id before the first receipt
 */
public record ReceiptChain(Hash32 channelId, long seq, BigInteger spent, Hash32 value) {
    /** Before a channel's first receipt. */
    public static ReceiptChain beginning(Hash32 channelId) {
        return new ReceiptChain(channelId, 0, BigInteger.ZERO, channelId);
    }

    /** With the next receipt: the Keccak-256 of the value so far, the receipt's seq and spent, and its body's digest. */
    public ReceiptChain then(long nextSeq, BigInteger nextSpent, Hash32 bodyDigest) {
        Hash32 next = Keccak.hash(new AbiWriter()
                .word(value)
                .uint(64, nextSeq)
                .uint(128, nextSpent)
                .word(bodyDigest)
                .toBytes());
        return new ReceiptChain(channelId, nextSeq, nextSpent, next);
    }

    /** With the next receipt. */
    public ReceiptChain then(UsageReceipt receipt) {
        return then(receipt.seq(), receipt.spent(), receipt.body().digest());
    }
}
