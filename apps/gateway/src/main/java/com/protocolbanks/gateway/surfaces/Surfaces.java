package com.protocolbanks.gateway.surfaces;

import com.protocolbanks.billing.prices.Surface;

/** The surfaces by their names in the price book. */
public final class Surfaces {
    private Surfaces() {}

    public static ApiSurface of(Surface surface) {
        return switch (surface) {
            case CHAT -> new ChatSurface();
            case RESPONSES -> new ResponsesSurface();
            case EMBEDDINGS -> new EmbeddingsSurface();
            case MESSAGES -> new MessagesSurface();
            case MCP -> new McpSurface();
            case PLAIN -> new PlainSurface();
        };
    }
}
