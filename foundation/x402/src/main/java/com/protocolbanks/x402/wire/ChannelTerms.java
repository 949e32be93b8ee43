package com.protocolbanks.x402.wire;

import com.protocolbanks.evm.Address;
import com.protocolbanks.x402.ChannelConfig;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What {@code batch-settlement} adds to the requirements ({@code extra}).
 *
 * @param receiverAuthorizer who will sign claims and refunds
 * @param withdrawDelay in seconds
 * @param tokenName the token's EIP-712 name
 * @param tokenVersion the token's EIP-712 version
 * @param transfer how a deposit is authorized: {@code eip3009} or {@code permit2}
 * @param minDeposit the smallest deposit that makes sense, in the token's smallest unit, or null
 * @param channel only in a corrective answer: the channel as the receiver counts it
 * @param ceiling only in a corrective answer: the proof of that count
 */
public record ChannelTerms(
        Address receiverAuthorizer,
        int withdrawDelay,
        String tokenName,
        String tokenVersion,
        String transfer,
        @Nullable BigInteger minDeposit,
        @Nullable ChannelSnapshot channel,
        @Nullable SignedCeiling ceiling) {
    public static final String EIP_3009 = "eip3009";
    public static final String PERMIT_2 = "permit2";

    /** Terms that leave the size of deposits to the payer. */
    public ChannelTerms(
            Address receiverAuthorizer,
            int withdrawDelay,
            String tokenName,
            String tokenVersion,
            String transfer,
            @Nullable ChannelSnapshot channel,
            @Nullable SignedCeiling ceiling) {
        this(receiverAuthorizer, withdrawDelay, tokenName, tokenVersion, transfer, null, channel, ceiling);
    }

    /** The same terms with the receiver's count and its proof. */
    public ChannelTerms correcting(ChannelSnapshot snapshot, @Nullable SignedCeiling proof) {
        return new ChannelTerms(
                receiverAuthorizer, withdrawDelay, tokenName, tokenVersion, transfer, minDeposit, snapshot, proof);
    }

    ObjectNode toJson() {
        var json = PaymentHeaders.object()
                .put("receiverAuthorizer", receiverAuthorizer.toString())
                .put("withdrawDelay", withdrawDelay)
                .put("name", tokenName)
                .put("version", tokenVersion)
                .put("assetTransferMethod", transfer);
        if (minDeposit != null) {
            json.put("minDeposit", minDeposit.toString());
        }
        if (channel != null) {
            json.set("channelState", channel.toJson());
        }
        if (ceiling != null) {
            json.set("voucherState", ceiling.toJson());
        }
        return json;
    }

    static ChannelTerms read(JsonFields fields) {
        return new ChannelTerms(
                fields.address("receiverAuthorizer"),
                (int) fields.number(
                        "withdrawDelay", ChannelConfig.MIN_WITHDRAW_DELAY, ChannelConfig.MAX_WITHDRAW_DELAY),
                fields.text("name"),
                fields.text("version"),
                fields.text("assetTransferMethod", EIP_3009),
                fields.has("minDeposit") ? fields.amount("minDeposit") : null,
                fields.has("channelState") ? ChannelSnapshot.read(fields.object("channelState")) : null,
                fields.has("voucherState") ? SignedCeiling.read(fields.object("voucherState")) : null);
    }
}
