package com.protocolbanks.embedded.upstream;

/** For each surface of a gateway a request whose answer is a stream; the plain one is for a route named {@code feed}. */
public enum StreamedQuestion {
    CHAT(
            "/v1/chat/completions",
            "{\"model\":\"small%s\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Which way?\"}]}"),
    RESPONSES("/v1/responses", "{\"model\":\"small%s\",\"stream\":true,\"input\":\"Which way, and how far?\"}"),
    MESSAGES(
            "/v1/messages",
            "{\"model\":\"small%s\",\"stream\":true,\"max_tokens\":40,"
                    + "\"messages\":[{\"role\":\"user\",\"content\":\"Which way?\"}]}"),
    TOOLS(
            "/mcp",
            "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\","
                    + "\"params\":{\"name\":\"recite%s\",\"arguments\":{\"text\":\"which way\"}}}"),
    PLAIN("/r/feed" + StreamedQuestion.WORDS + "%s", "{}");

    /** Where the provider answers in events what is nobody's dialect. */
    static final String WORDS = "/words";

    private final String path;
    private final String body;

    StreamedQuestion(String path, String body) {
        this.path = path;
        this.body = body;
    }

    /** Where a gateway's client sends it. */
    public String path(Manner manner) {
        return path.formatted(manner.ending());
    }

    public String body(Manner manner) {
        return body.formatted(manner.ending());
    }
}
