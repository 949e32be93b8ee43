package com.protocolbanks.gateway.surfaces;

import com.protocolbanks.gateway.streams.SseEvent;
import com.protocolbanks.gateway.streams.StreamMeter;
import com.protocolbanks.x402.receipts.Usage;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/** MCP's answer as a stream: notifications, and last the call's own answer. */
record McpMeter(JsonNode id, Usage known) implements StreamMeter {
    private static final String META = "_meta";

    @Override
    public Step see(SseEvent event) {
        var json = json(event);
        boolean answers = json.path("id").toString().equals(id.toString()) && (json.has("result") || json.has("error"));
        return answers ? Step.LAST : Step.PASS;
    }

    private static JsonNode json(SseEvent event) {
        try {
            return event.data().isEmpty()
                    ? MissingNode.getInstance()
                    : JsonMapper.shared().readTree(event.data());
        } catch (JacksonException _) {
            return MissingNode.getInstance();
        }
    }

    @Override
    public Optional<Usage> usage() {
        return Optional.of(known);
    }

    @Override
    public long textBytes() {
        return 0;
    }

    @Override
    public byte[] close(SseEvent last, ObjectNode paid) {
        var json = json(last);
        if (json.path("result") instanceof ObjectNode result) {
            var meta = result.get(META) instanceof ObjectNode there ? there : result.putObject(META);
            meta.set("x402/payment-response", paid);
            return last.with(json.toString());
        }
        return last.raw();
    }
}
