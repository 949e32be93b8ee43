package com.protocolbanks.x402.wire;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.ChainId;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.POJONode;
import tools.jackson.databind.util.RawValue;

/**
 * How a payment ended, beside the answer it paid for.
 *
 * @param errorReason empty on success
 * @param transaction the deposit's transaction, or empty when nothing went to the chain
 * @param amount deposited by this request, or null
 * @param charged for this request, in the token's smallest unit, or null
 * @param channel afterwards, or null
 * @param receipt the usage receipt in its place ({@code ReceiptJson}), or null
 * @param head the newest signed head of the channel's receipts, or null
 */
public record PaymentResponse(
        boolean success,
        String errorReason,
        String transaction,
        ChainId chain,
        @Nullable Address payer,
        @Nullable BigInteger amount,
        @Nullable BigInteger charged,
        @Nullable ChannelSnapshot channel,
        @Nullable JsonNode receipt,
        @Nullable JsonNode head) {
    /** Characters of a usual one. */
    private static final int SIZE = 2048;

    /** The value of {@link PaymentHeaders#RESPONSE}. */
    public String toHeader() {
        return PaymentHeaders.encode(text());
    }

    /** The text of {@link #toJson}, which every paid answer carries. */
    private String text() {
        var json = new StringBuilder(SIZE).append("{\"success\":").append(success);
        if (!errorReason.isEmpty()) {
            quoted(json, "errorReason", errorReason);
        }
        quoted(json, "transaction", transaction);
        quoted(json, "network", PaymentRequirements.network(chain));
        if (payer != null) {
            quoted(json, "payer", payer.toString());
        }
        quoted(json, "amount", amount == null ? "" : amount.toString());
        json.append(",\"extra\":{");
        int empty = json.length();
        if (charged != null) {
            quoted(json, "chargedAmount", charged.toString());
        }
        if (channel != null) {
            channel.write(json.append(",\"channelState\":"));
        }
        if (receipt != null) {
            json.append(",\"receipt\":").append(text(receipt));
        }
        if (head != null) {
            json.append(",\"head\":").append(text(head));
        }
        if (json.length() > empty) {
            json.deleteCharAt(empty);
        }
        return json.append("}}").toString();
    }

    static void quoted(StringBuilder json, String name, String value) {
        json.append(",\"").append(name).append("\":\"");
        JsonStringEncoder.getInstance().quoteAsString(value, json);
        json.append('"');
    }

    private static String text(JsonNode node) {
        return node instanceof POJONode pojo
                        && pojo.getPojo() instanceof RawValue raw
                        && raw.rawValue() instanceof String text
                ? text
                : node.toString();
    }

    public ObjectNode toJson() {
        var json = PaymentHeaders.object().put("success", success);
        if (!errorReason.isEmpty()) {
            json.put("errorReason", errorReason);
        }
        json.put("transaction", transaction).put("network", PaymentRequirements.network(chain));
        if (payer != null) {
            json.put("payer", payer.toString());
        }
        json.put("amount", amount == null ? "" : amount.toString());
        var extra = json.putObject("extra");
        if (charged != null) {
            extra.put("chargedAmount", charged.toString());
        }
        if (channel != null) {
            extra.set("channelState", channel.toJson());
        }
        if (receipt != null) {
            extra.set("receipt", receipt);
        }
        if (head != null) {
            extra.set("head", head);
        }
        return json;
    }

    /**
     * Reads the header's Base64 text.
     *
     * @throws MalformedPayment for anything else
     */
    public static PaymentResponse parse(String header) {
        return read(PaymentHeaders.decode(header));
    }

    /**
     * Reads the object as MCP carries it in {@code _meta["x402/payment-response"]}.
     *
     * @throws MalformedPayment for anything else
     */
    public static PaymentResponse read(JsonNode json) {
        var fields = JsonFields.of(json, "paymentResponse", PaymentErrors.INVALID_PAYLOAD);
        var extra = fields.has("extra") ? fields.object("extra") : null;
        return new PaymentResponse(
                fields.flag("success"),
                fields.text("errorReason", ""),
                fields.text("transaction", ""),
                PaymentRequirements.chain(fields),
                fields.has("payer") ? fields.address("payer") : null,
                fields.text("amount", "").isEmpty() ? null : fields.amount("amount"),
                extra != null && extra.has("chargedAmount") ? extra.amount("chargedAmount") : null,
                extra != null && extra.has("channelState") ? ChannelSnapshot.read(extra.object("channelState")) : null,
                extra != null && extra.has("receipt") ? extra.node("receipt") : null,
                extra != null && extra.has("head") ? extra.node("head") : null);
    }
}
