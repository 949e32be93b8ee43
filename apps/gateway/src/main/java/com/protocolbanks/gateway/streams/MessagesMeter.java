package com.protocolbanks.gateway.streams;

import com.protocolbanks.x402.receipts.Usage;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Anthropic's messages: the first event counts the input, later ones the output so far. The usage is whole when an output
 * count came after the first event.
 */
public final class MessagesMeter implements StreamMeter {
    private final ObjectNode counts = JsonMapper.shared().createObjectNode();
    private boolean whole;
    private long textBytes;

    @Override
    public Step see(SseEvent event) {
        var json = EventJson.read(event);
        switch (json.path("type").asString("")) {
            case "message_start" -> merge(json.at("/message/usage"));
            case "content_block_delta" -> textBytes += EventJson.textBytes(json.path("delta"));
            case "message_delta" -> {
                merge(json.path("usage"));
                whole = whole || json.path("usage").has("output_tokens");
            }
            case "message_stop" -> {
                return Step.LAST;
            }
            default -> {
                // pings and the limits of blocks say nothing of usage
            }
        }
        return Step.PASS;
    }

    private void merge(JsonNode usage) {
        for (var count : usage.properties()) {
            if (!count.getValue().isNull()) {
                counts.set(count.getKey(), count.getValue());
            }
        }
    }

    @Override
    public Optional<Usage> usage() {
        return whole ? UsageJson.messages(counts) : Optional.empty();
    }

    @Override
    public long textBytes() {
        return textBytes;
    }

    @Override
    public byte[] close(SseEvent last, ObjectNode paid) {
        if (EventJson.read(last) instanceof ObjectNode json) {
            json.set("receipt", paid.at("/extra/receipt"));
            return last.with(json.toString());
        }
        return last.raw();
    }
}
