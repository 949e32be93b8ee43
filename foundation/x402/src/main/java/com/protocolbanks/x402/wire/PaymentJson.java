package com.protocolbanks.x402.wire;

import com.protocolbanks.evm.Bytes;
import com.protocolbanks.x402.ChannelConfig;
import com.protocolbanks.x402.Voucher;
import com.protocolbanks.x402.wire.Payment.Deposit;
import com.protocolbanks.x402.wire.Payment.Refund;
import com.protocolbanks.x402.wire.Payment.VoucherPayment;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A {@link Payment} as JSON: the object that x402 calls {@code payload}. */
public final class PaymentJson {
    private PaymentJson() {}

    public static ObjectNode write(Payment payment) {
        var json = PaymentHeaders.object().put("type", type(payment));
        json.set("channelConfig", config(payment.config()));
        json.putObject("voucher")
                .put("channelId", payment.voucher().channelId().hex())
                .put("maxClaimableAmount", payment.voucher().maxClaimable().toString())
                .put("signature", Bytes.hex(payment.signature()));
        switch (payment) {
            case Deposit deposit -> {
                var money =
                        json.putObject("deposit").put("amount", deposit.amount().toString());
                money.set("authorization", deposit.authorization().toJson());
            }
            case Refund refund -> {
                if (refund.amount() != null) {
                    json.put("amount", refund.amount().toString());
                }
            }
            case VoucherPayment _ -> {
                // channel and voucher are all of it
            }
        }
        return json;
    }

    private static String type(Payment payment) {
        return switch (payment) {
            case Deposit _ -> "deposit";
            case VoucherPayment _ -> "voucher";
            case Refund _ -> "refund";
        };
    }

    /**
     * Reads a payment by its {@code type}.
     *
     * @throws MalformedPayment for anything else
     */
    public static Payment read(JsonNode payload) {
        var fields = JsonFields.of(payload, "payload", PaymentErrors.INVALID_PAYLOAD);
        return switch (fields.text("type")) {
            case "deposit" -> deposit(payload);
            case "voucher" -> voucher(fields);
            case "refund" -> refund(payload);
            default ->
                throw new MalformedPayment(
                        PaymentErrors.INVALID_PAYLOAD_TYPE, "payload.type is none of deposit, voucher, refund");
        };
    }

    private static Deposit deposit(JsonNode payload) {
        var fields = JsonFields.of(payload, "payload", PaymentErrors.DEPOSIT_PAYLOAD);
        var money = fields.object("deposit");
        var amount = money.amount("amount");
        if (amount.signum() == 0) {
            throw money.refused("amount", "is 0");
        }
        return new Deposit(voucher(fields), amount, DepositAuthorization.read(money.object("authorization")));
    }

    private static Refund refund(JsonNode payload) {
        var fields = JsonFields.of(payload, "payload", PaymentErrors.REFUND_PAYLOAD);
        return new Refund(voucher(fields), fields.has("amount") ? fields.amount("amount") : null);
    }

    private static VoucherPayment voucher(JsonFields fields) {
        var voucher = fields.object("voucher");
        var amount = voucher.amount("maxClaimableAmount");
        if (amount.bitLength() > 128) {
            throw voucher.refused("maxClaimableAmount", "does not fit 128 bits");
        }
        return new VoucherPayment(
                config(fields.object("channelConfig")),
                new Voucher(voucher.hash("channelId"), amount),
                voucher.bytes("signature"));
    }

    /** A channel's terms as {@code channelConfig}. */
    public static ObjectNode config(ChannelConfig config) {
        return PaymentHeaders.object()
                .put("payer", config.payer().toString())
                .put("payerAuthorizer", config.payerAuthorizer().toString())
                .put("receiver", config.receiver().toString())
                .put("receiverAuthorizer", config.receiverAuthorizer().toString())
                .put("token", config.token().toString())
                .put("withdrawDelay", config.withdrawDelay())
                .put("salt", config.salt().hex());
    }

    /**
     * Reads the terms of a channel.
     *
     * @throws MalformedPayment for anything but a {@code channelConfig}
     */
    public static ChannelConfig config(JsonNode json) {
        return config(JsonFields.of(json, "channelConfig", PaymentErrors.INVALID_PAYLOAD));
    }

    private static ChannelConfig config(JsonFields fields) {
        return new ChannelConfig(
                fields.address("payer"),
                fields.address("payerAuthorizer"),
                fields.address("receiver"),
                fields.address("receiverAuthorizer"),
                fields.address("token"),
                (int) fields.number(
                        "withdrawDelay", ChannelConfig.MIN_WITHDRAW_DELAY, ChannelConfig.MAX_WITHDRAW_DELAY),
                fields.hash("salt"));
    }
}
