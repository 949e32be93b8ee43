package com.protocolbanks.metering;

import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.signature.Signature;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a channel and its key stand; amounts in the token's smallest unit.
 *
 * @param limit of the key, over all its channels
 * @param keySpent by the key over all its channels
 * @param keyHeld by running requests of the key over all its channels
 * @param balance deposited, what was claimed included
 * @param accepted the amount of the highest voucher
 * @param signature of that voucher; null before the first
 * @param spent up to and with the newest receipt
 * @param held by running requests
 * @param seq of the newest receipt; 0 before the first
 * @param frozen whether new requests are refused
 * @param withdrawRequestedAt seconds of Unix time; 0 when the payer has not asked
 */
public record ChannelState(
        Hash32 channelId,
        long limit,
        long keySpent,
        long keyHeld,
        long balance,
        long claimed,
        long accepted,
        @Nullable Signature signature,
        long spent,
        long held,
        long seq,
        Instant expiresAt,
        boolean frozen,
        long withdrawRequestedAt,
        long refundNonce) {

    /** What the key may still begin to spend on this channel without a new voucher or deposit. */
    public long left() {
        long ofChannel = Math.min(accepted, balance) - spent - held;
        return Math.max(0, Math.min(ofChannel, limit - keySpent - keyHeld));
    }
}
