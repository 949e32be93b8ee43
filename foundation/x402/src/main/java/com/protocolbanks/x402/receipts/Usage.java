package com.protocolbanks.x402.receipts;

/**
 * What a request used, as its upstream reported it; a kind that does not apply is 0.
 *
 * @param inputTokens all input tokens, the cached ones included
 * @param cachedTokens those of them that were read from a cache
 * @param outputTokens all output tokens, the reasoning ones included
 * @param reasoningTokens those of them that were spent on reasoning
 * @param units what a route without tokens counts: requests, images, seconds
 */
public record Usage(long inputTokens, long cachedTokens, long outputTokens, long reasoningTokens, long units) {
    public static final Usage NONE = new Usage(0, 0, 0, 0, 0);

    /** @throws IllegalArgumentException below 0, or when a part is greater than its whole */
    public Usage {
        if (cachedTokens < 0
                || reasoningTokens < 0
                || units < 0
                || cachedTokens > inputTokens
                || reasoningTokens > outputTokens) {
            throw new IllegalArgumentException("counts are 0 or more, and a part is within its whole");
        }
    }
}
