package com.protocolbanks.gateway.streams;

import com.protocolbanks.x402.receipts.CoveredBytes;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/** MCP's answers, which say what they cost in {@code result._meta["x402/payment-response"]} (x402, transports/mcp). */
public final class PaidResult {
    private static final String META = "_meta";
    private static final String PAYMENT = "x402/payment-response";
    /** Numbers are passed on as they came. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
            .build();

    private PaidResult() {}

    /** The answer with its payment; empty for what is no result of the protocol: that is passed on as it came. */
    public static Optional<String> with(String answer, JsonNode paid) {
        try {
            var json = JSON.readTree(answer);
            if (json.path("result") instanceof ObjectNode result) {
                var meta = result.get(META) instanceof ObjectNode there ? there : result.putObject(META);
                meta.set(PAYMENT, paid);
                return Optional.of(json.toString());
            }
        } catch (JacksonException _) {
            // said by the empty answer
        }
        return Optional.empty();
    }

    /** What the receipt covers of an answer, whatever will be written into it as its payment. */
    public static byte[] covered(byte[] answer) {
        return CoveredBytes.of(with(new String(answer, StandardCharsets.UTF_8), NullNode.getInstance())
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .orElse(answer));
    }
}
