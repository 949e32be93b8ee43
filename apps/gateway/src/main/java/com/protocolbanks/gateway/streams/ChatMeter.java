package com.protocolbanks.gateway.streams;

import com.protocolbanks.x402.receipts.Usage;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** OpenAI's chat completions: the usage comes in a chunk of its own before {@code [DONE]}. */
public final class ChatMeter implements StreamMeter {
    private static final String DONE = "[DONE]";

    private final boolean usageAskedFor;
    private @Nullable Usage usage;
    private long textBytes;

    /** @param usageAskedFor whether the client itself asked for the usage chunk, so that it is not hidden */
    public ChatMeter(boolean usageAskedFor) {
        this.usageAskedFor = usageAskedFor;
    }

    @Override
    public Step see(SseEvent event) {
        if (event.data().equals(DONE)) {
            return Step.LAST;
        }
        var json = EventJson.read(event);
        textBytes += text(json.path("choices"));
        var reported = json.path("usage");
        if (!reported.isObject()) {
            return Step.PASS;
        }
        UsageJson.chat(reported).ifPresent(found -> usage = found);
        boolean alone = json.path("choices").isEmpty();
        return alone && !usageAskedFor ? Step.HIDE : Step.PASS;
    }

    private static long text(JsonNode choices) {
        long bytes = 0;
        for (var choice : choices) {
            bytes += EventJson.textBytes(choice.path("delta"));
        }
        return bytes;
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

    /** How this dialect's stream ends when its upstream did not say so. */
    public static SseEvent done() {
        return SseEvent.of(("data: " + DONE + "\n\n").getBytes(StandardCharsets.UTF_8));
    }
}
