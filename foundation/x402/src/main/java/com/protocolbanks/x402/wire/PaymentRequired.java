package com.protocolbanks.x402.wire;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a server answers to an unpaid request, or to a payment it cannot take.
 *
 * @param error why; one of {@link PaymentErrors} where clients compare it
 * @param accepts the ways to pay, best first; when read, the ones of other schemes are left out
 */
public record PaymentRequired(String error, Resource resource, List<PaymentRequirements> accepts) {
    static final int VERSION = 2;

    public PaymentRequired {
        accepts = List.copyOf(accepts);
    }

    /** The value of {@link PaymentHeaders#REQUIRED}. */
    public String toHeader() {
        return PaymentHeaders.encode(toJson());
    }

    public ObjectNode toJson() {
        var json = PaymentHeaders.object().put("x402Version", VERSION).put("error", error);
        json.set("resource", resource.toJson());
        var ways = json.putArray("accepts");
        accepts.forEach(one -> ways.add(one.toJson()));
        json.set("extensions", PaymentIdentifier.offered());
        return json;
    }

    /**
     * Reads the header's Base64 text; ways to pay of another scheme are left out.
     *
     * @throws MalformedPayment for anything else
     */
    public static PaymentRequired parse(String header) {
        var fields = JsonFields.of(PaymentHeaders.decode(header), "paymentRequired", PaymentErrors.INVALID_PAYLOAD);
        version(fields);
        var accepts = new ArrayList<PaymentRequirements>();
        for (var way : fields.node("accepts")) {
            var requirements = JsonFields.of(way, "accepts", PaymentErrors.INVALID_PAYLOAD);
            if (PaymentRequirements.isKnown(requirements)) {
                accepts.add(PaymentRequirements.read(requirements));
            }
        }
        return new PaymentRequired(fields.text("error", ""), Resource.read(fields.object("resource")), accepts);
    }

    static void version(JsonFields fields) {
        if (!fields.has("x402Version") || fields.node("x402Version").asInt(0) != VERSION) {
            throw new MalformedPayment(PaymentErrors.INVALID_VERSION, "x402Version is not " + VERSION);
        }
    }

    /** What is paid for. */
    public record Resource(String url, String description, String mimeType) {
        ObjectNode toJson() {
            return PaymentHeaders.object()
                    .put("url", url)
                    .put("description", description)
                    .put("mimeType", mimeType);
        }

        static Resource read(JsonFields fields) {
            return new Resource(fields.text("url"), fields.text("description", ""), fields.text("mimeType", ""));
        }
    }
}
