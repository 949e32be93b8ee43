package com.protocolbanks.gateway.surfaces;

import com.protocolbanks.gateway.errors.Dialect;
import com.protocolbanks.gateway.http.Request;
import com.protocolbanks.gateway.streams.MessagesMeter;
import com.protocolbanks.gateway.streams.StreamMeter;
import com.protocolbanks.gateway.streams.UsageJson;
import com.protocolbanks.x402.receipts.Usage;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Anthropic's messages. */
final class MessagesSurface implements ApiSurface {
    /** What the provider puts before the input itself when there are tools; its documents name up to 346 tokens. */
    private static final int TOOLS_PREAMBLE = 400;

    private static final Set<String> PARTS = Set.of("text", "thinking", "redacted_thinking", "tool_use", "tool_result");

    @Override
    public Dialect dialect() {
        return Dialect.ANTHROPIC;
    }

    @Override
    public Set<String> passed() {
        return Set.of("accept", "anthropic-version");
    }

    @Override
    public Demand read(Request request) {
        try {
            return read(request, JsonBody.of(request));
        } catch (JsonBody.Unreadable e) {
            return new Demand.Refused(e.problem());
        }
    }

    private static Demand read(Request request, JsonBody body) {
        body.withoutAny("mcp_servers", "container", "context_management");
        body.onlyOneOf("service_tier", "auto", "standard_only");
        body.toolsOnlyOf(Set.of("custom"), "custom");
        body.partsOnlyOf(body.json().path("system"), PARTS);
        for (var message : body.json().path("messages")) {
            body.partsOnlyOf(message.path("content"), PARTS);
        }
        int preamble = body.json().path("tools").isEmpty() ? 0 : TOOLS_PREAMBLE;
        return new Demand.Priced(
                body.model(),
                body.flag("stream"),
                request.body().length + preamble,
                body.count("max_tokens"),
                1,
                most -> {
                    body.json().put("max_tokens", most);
                    return body.bytes();
                },
                null,
                null);
    }

    @Override
    public Optional<Usage> usage(JsonNode answer) {
        return UsageJson.messages(answer.path("usage"));
    }

    @Override
    public StreamMeter meter(Request request) {
        return new MessagesMeter();
    }
}
