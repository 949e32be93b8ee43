package com.protocolbanks.gateway.streams;

import com.protocolbanks.x402.receipts.Usage;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Usage as upstreams report it. A report whose counts are not whole numbers of 0 or more is none; a part that is reported
 * above its whole counts as its whole.
 */
public final class UsageJson {
    /** No honest count is above it, and sums of counts stay within a long. */
    private static final long MOST = 1L << 40;

    private UsageJson() {}

    /** OpenAI's chat completions and embeddings. */
    public static Optional<Usage> chat(JsonNode usage) {
        return of(
                usage.path("prompt_tokens"),
                usage.at("/prompt_tokens_details/cached_tokens"),
                usage.path("completion_tokens"),
                usage.at("/completion_tokens_details/reasoning_tokens"));
    }

    /** OpenAI's responses. */
    public static Optional<Usage> responses(JsonNode usage) {
        return of(
                usage.path("input_tokens"),
                usage.at("/input_tokens_details/cached_tokens"),
                usage.path("output_tokens"),
                usage.at("/output_tokens_details/reasoning_tokens"));
    }

    /** Anthropic's messages: tokens written to and read from a cache are counted beside the input tokens. */
    public static Optional<Usage> messages(JsonNode usage) {
        var counts = new Counts();
        long read = counts.optional(usage.path("cache_read_input_tokens"));
        long input = counts.asked(usage.path("input_tokens"))
                + counts.optional(usage.path("cache_creation_input_tokens"))
                + read;
        long output = counts.asked(usage.path("output_tokens"));
        return counts.good ? Optional.of(new Usage(input, read, output, 0, 0)) : Optional.empty();
    }

    private static Optional<Usage> of(JsonNode input, JsonNode cached, JsonNode output, JsonNode reasoning) {
        var counts = new Counts();
        long in = counts.asked(input);
        long out = counts.optional(output);
        long fromCache = Math.min(in, counts.optional(cached));
        long thought = Math.min(out, counts.optional(reasoning));
        return counts.good ? Optional.of(new Usage(in, fromCache, out, thought, 0)) : Optional.empty();
    }

    private static final class Counts {
        private boolean good = true;

        long asked(JsonNode node) {
            if (node.isMissingNode() || node.isNull()) {
                good = false;
                return 0;
            }
            return optional(node);
        }

        long optional(JsonNode node) {
            if (node.isMissingNode() || node.isNull()) {
                return 0;
            }
            if (!node.isIntegralNumber() || !node.canConvertToLong() || node.asLong() < 0 || node.asLong() > MOST) {
                good = false;
                return 0;
            }
            return node.asLong();
        }
    }
}
