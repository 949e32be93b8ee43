package com.protocolbanks.x402.wire;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a payer sends along with the request.
 *
 * @param accepted the way of paying that was chosen, as it was offered
 * @param identifier the payment's own id, when it has one ({@link PaymentIdentifier})
 */
public record PaymentPayload(
        PaymentRequirements accepted,
        Payment payment,
        @Nullable String identifier) {
    /** The value of {@link PaymentHeaders#SIGNATURE}. */
    public String toHeader() {
        return PaymentHeaders.encode(toJson());
    }

    public ObjectNode toJson() {
        var json = PaymentHeaders.object().put("x402Version", PaymentRequired.VERSION);
        json.set("accepted", accepted.toJson());
        json.set("payload", PaymentJson.write(payment));
        if (identifier != null) {
            json.set("extensions", PaymentIdentifier.given(identifier));
        }
        return json;
    }

    /**
     * Reads the header's Base64 text.
     *
     * @throws MalformedPayment for anything else
     */
    public static PaymentPayload parse(String header) {
        return read(PaymentHeaders.decode(header));
    }

    /**
     * Reads the object as MCP carries it in {@code _meta["x402/payment"]}.
     *
     * @throws MalformedPayment for anything else
     */
    public static PaymentPayload read(JsonNode json) {
        var fields = JsonFields.of(json, "payment", PaymentErrors.INVALID_PAYLOAD);
        PaymentRequired.version(fields);
        return new PaymentPayload(
                PaymentRequirements.read(fields.object("accepted")),
                PaymentJson.read(fields.node("payload")),
                PaymentIdentifier.read(fields));
    }
}
