package com.protocolbanks.gateway.streams;

import com.protocolbanks.x402.receipts.Usage;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** OpenAI's responses: the last event carries the whole response with its usage. */
public final class ResponsesMeter implements StreamMeter {
    private static final Set<String> LAST =
            Set.of("response.completed", "response.incomplete", "response.failed", "response.cancelled");

    private @Nullable Usage usage;
    private long textBytes;

    @Override
    public Step see(SseEvent event) {
        var json = EventJson.read(event);
        var type = json.path("type").asString("");
        if (type.endsWith(".delta")) {
            textBytes += EventJson.textBytes(json.path("delta"));
        }
        if (!LAST.contains(type)) {
            return Step.PASS;
        }
        UsageJson.responses(json.at("/response/usage")).ifPresent(found -> usage = found);
        return Step.LAST;
    }

    @Override
    public Optional<Usage> usage() {
        return Optional.ofNullable(usage);
    }

    @Override
    public long textBytes() {
        return textBytes;
    }

    @Override
    public byte[] close(SseEvent last, ObjectNode paid) {
        return last.raw();
    }
}
