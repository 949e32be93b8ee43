package com.protocolbanks.x402.wire;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The three headers of the HTTP transport; each is base64 (RFC 4648, with padding) of JSON in UTF-8. */
public final class PaymentHeaders {
    public static final String REQUIRED = "PAYMENT-REQUIRED";
    public static final String SIGNATURE = "PAYMENT-SIGNATURE";
    public static final String RESPONSE = "PAYMENT-RESPONSE";

    /** Characters of base64; what is longer is refused unread. */
    public static final int LONGEST = 16 * 1024;

    private static final int DEPTH = 16;

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEPTH)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private PaymentHeaders() {}

    static String encode(ObjectNode message) {
        return encode(message.toString());
    }

    /** @param message as JSON */
    static String encode(String message) {
        return Base64.getEncoder().encodeToString(message.getBytes(StandardCharsets.UTF_8));
    }

    /** @throws MalformedPayment for what is not base64 of one JSON value without twins among its names */
    static JsonNode decode(String header) {
        if (header.length() > LONGEST) {
            throw new MalformedPayment(PaymentErrors.INVALID_PAYLOAD, "the header is longer than " + LONGEST);
        }
        try {
            return JSON.readTree(Base64.getDecoder().decode(header));
        } catch (IllegalArgumentException | JacksonException _) {
            throw new MalformedPayment(PaymentErrors.INVALID_PAYLOAD, "the header is not base64 of JSON");
        }
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }
}
