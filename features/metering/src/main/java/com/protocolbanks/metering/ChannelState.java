package com.protocolbanks.metering;

import com.protocolbanks.evm.Bytes;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.signature.Signature;
import com.protocolbanks.metering.store.Answer;
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

    /** Reads it from an answer, in the order in which the scripts say it behind their word. */
    static ChannelState of(Hash32 channelId, Answer answer) {
        String signature = answer.parts().get(7) == null ? "" : answer.text(7);
        return new ChannelState(
                channelId,
                answer.number(1),
                answer.number(2),
                answer.number(3),
                answer.number(4),
                answer.number(5),
                answer.number(6),
                signature.isEmpty() ? null : Signature.of(Bytes.parse(signature)),
                answer.number(8),
                answer.number(9),
                answer.number(10),
                Instant.ofEpochSecond(answer.number(11)),
                answer.number(12) != 0,
                answer.number(13),
                answer.number(14));
    }

    /** What the key may still begin to spend on this channel without a new voucher or deposit. */
    public long left() {
        long ofChannel = Math.min(accepted, balance) - spent - held;
        return Math.max(0, Math.min(ofChannel, limit - keySpent - keyHeld));
    }
}
