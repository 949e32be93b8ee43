package com.protocolbanks.billing.prices;

/** How a route is spoken to. */
public enum Surface {
    /** OpenAI's chat completions. */
    CHAT,
    /** OpenAI's responses. */
    RESPONSES,
    /** OpenAI's embeddings. */
    EMBEDDINGS,
    /** Anthropic's messages. */
    MESSAGES,
    /** The Model Context Protocol over HTTP. */
    MCP,
    /** Any other HTTP. */
    PLAIN;

    /** Whether a request names no model, so that one price may stand for all. */
    public boolean isWithoutModel() {
        return this == MCP || this == PLAIN;
    }
}
