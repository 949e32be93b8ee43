package com.protocolbanks.x402.wire;

import com.protocolbanks.evm.Hash32;
import java.math.BigInteger;
import tools.jackson.databind.node.ObjectNode;

/**
 * A channel as its receiver sees it.
 *
 * @param balance deposited and not taken back, in the token's smallest unit
 * @param claimed of it on chain
 * @param withdrawRequestedAt seconds of Unix time, 0 without a request
 * @param charged what all requests so far were charged
 * @param held for requests that are running; not part of the scheme's own snapshot
 */
public record ChannelSnapshot(
        Hash32 channelId,
        BigInteger balance,
        BigInteger claimed,
        long withdrawRequestedAt,
        BigInteger refundNonce,
        BigInteger charged,
        BigInteger held) {
    ObjectNode toJson() {
        return PaymentHeaders.object()
                .put("channelId", channelId.hex())
                .put("balance", balance.toString())
                .put("totalClaimed", claimed.toString())
                .put("withdrawRequestedAt", withdrawRequestedAt)
                .put("refundNonce", refundNonce.toString())
                .put("chargedCumulativeAmount", charged.toString())
                .put("held", held.toString());
    }

    /** Writes the text of {@link #toJson}. */
    void write(StringBuilder json) {
        json.append("{\"channelId\":\"").append(channelId.hex()).append('"');
        PaymentResponse.quoted(json, "balance", balance.toString());
        PaymentResponse.quoted(json, "totalClaimed", claimed.toString());
        json.append(",\"withdrawRequestedAt\":").append(withdrawRequestedAt);
        PaymentResponse.quoted(json, "refundNonce", refundNonce.toString());
        PaymentResponse.quoted(json, "chargedCumulativeAmount", charged.toString());
        PaymentResponse.quoted(json, "held", held.toString());
        json.append('}');
    }

    static ChannelSnapshot read(JsonFields fields) {
        return new ChannelSnapshot(
                fields.hash("channelId"),
                fields.amount("balance"),
                fields.amount("totalClaimed"),
                fields.number("withdrawRequestedAt", 0, Long.MAX_VALUE),
                fields.amount("refundNonce"),
                fields.amount("chargedCumulativeAmount"),
                fields.has("held") ? fields.amount("held") : BigInteger.ZERO);
    }
}
