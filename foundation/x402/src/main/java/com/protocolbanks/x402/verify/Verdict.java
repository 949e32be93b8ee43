package com.protocolbanks.x402.verify;

import com.protocolbanks.evm.Hash32;
import java.math.BigInteger;

/** What a verifier found. */
public sealed interface Verdict {
    /**
     * Every claimed unit is covered by a receipt, and every receipt by a voucher.
     *
     * @param receipts how many
     * @param spent what they add up to, in the token's smallest unit
     * @param claimed of it, on chain
     * @param signedUpTo the seq of the newest signed head; what is behind it only the gateway's word covers
     */
    record Honest(Hash32 channelId, long receipts, BigInteger spent, BigInteger claimed, long signedUpTo)
            implements Verdict {}

    /**
     * The first thing that is wrong.
     *
     * @param seq of the receipt it was found at; 0 for the channel as a whole
     * @param words one sentence
     */
    record Tampered(Hash32 channelId, Tampering tampering, long seq, String words) implements Verdict {}
}
