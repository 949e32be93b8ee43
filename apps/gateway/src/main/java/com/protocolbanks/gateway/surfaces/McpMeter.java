package com.protocolbanks.gateway.surfaces;

import com.protocolbanks.gateway.streams.PaidResult;
import com.protocolbanks.gateway.streams.SseEvent;
import com.protocolbanks.gateway.streams.StreamMeter;
import com.protocolbanks.x402.receipts.CoveredBytes;
import com.protocolbanks.x402.receipts.Usage;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/** MCP's answer as a stream: notifications, and last the call's own answer. */
record McpMeter(JsonNode id, Usage known) implements StreamMeter {
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
        return PaidResult.with(last.data(), paid).map(last::with).orElse(last.raw());
    }

    /** The call's answer itself. */
    @Override
    public byte[] covered(SseEvent last) {
        return CoveredBytes.of(PaidResult.with(last.data(), NullNode.getInstance())
                .map(last::with)
                .orElse(last.raw()));
    }
}
