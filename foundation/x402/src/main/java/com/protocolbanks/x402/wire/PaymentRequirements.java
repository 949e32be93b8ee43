package com.protocolbanks.x402.wire;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.ChainId;
import java.math.BigInteger;
import tools.jackson.databind.node.ObjectNode;

/**
 * One way to pay: scheme {@value #SCHEME}.
 *
 * @param chain written as CAIP-2, such as {@code eip155:7000}
 * @param amount the most one request can cost, in the token's smallest unit
 * @param payTo who receives the money
 * @param maxTimeoutSeconds how long a deposit's authorization should stay valid
 */
public record PaymentRequirements(
        ChainId chain, BigInteger amount, Address asset, Address payTo, int maxTimeoutSeconds, ChannelTerms terms) {
    public static final String SCHEME = "batch-settlement";

    private static final String NETWORK = "eip155:";

    /** The same requirements with other terms. */
    public PaymentRequirements with(ChannelTerms others) {
        return new PaymentRequirements(chain, amount, asset, payTo, maxTimeoutSeconds, others);
    }

    /** The chain's name by CAIP-2. */
    public static String network(ChainId chain) {
        return NETWORK + chain;
    }

    ObjectNode toJson() {
        var json = PaymentHeaders.object()
                .put("scheme", SCHEME)
                .put("network", network(chain))
                .put("amount", amount.toString())
                .put("asset", asset.toString())
                .put("payTo", payTo.toString())
                .put("maxTimeoutSeconds", maxTimeoutSeconds);
        json.set("extra", terms.toJson());
        return json;
    }

    static boolean isKnown(JsonFields fields) {
        return fields.text("scheme").equals(SCHEME) && fields.text("network").startsWith(NETWORK);
    }

    static PaymentRequirements read(JsonFields fields) {
        if (!isKnown(fields)) {
            throw new MalformedPayment(
                    PaymentErrors.INVALID_SCHEME, "only " + SCHEME + " on a chain of " + NETWORK + " is spoken here");
        }
        return new PaymentRequirements(
                chain(fields),
                fields.amount("amount"),
                fields.address("asset"),
                fields.address("payTo"),
                (int) fields.number("maxTimeoutSeconds", 1, Integer.MAX_VALUE),
                ChannelTerms.read(fields.object("extra")));
    }

    static ChainId chain(JsonFields fields) {
        try {
            return new ChainId(Long.parseLong(fields.text("network").substring(NETWORK.length())));
        } catch (IllegalArgumentException _) {
            throw fields.refused("network", "names no chain");
        }
    }
}
