package com.protocolbanks.gateway.surfaces;

import com.protocolbanks.gateway.errors.Dialect;
import com.protocolbanks.gateway.http.Request;
import com.protocolbanks.gateway.streams.ResponsesMeter;
import com.protocolbanks.gateway.streams.StreamMeter;
import com.protocolbanks.gateway.streams.UsageJson;
import com.protocolbanks.x402.receipts.Usage;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * OpenAI's responses, without what the provider would add to the input from its own store: that has tokens nobody counted.
 */
final class ResponsesSurface implements ApiSurface {
    private static final Set<String> PARTS = Set.of(
            "message",
            "input_text",
            "output_text",
            "refusal",
            "reasoning",
            "summary_text",
            "function_call",
            "function_call_output",
            "custom_tool_call",
            "custom_tool_call_output");

    @Override
    public Dialect dialect() {
        return Dialect.OPENAI;
    }

    @Override
    public Set<String> passed() {
        return Set.of("accept");
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
        body.withoutAny("previous_response_id", "conversation", "prompt", "context_management");
        if (body.flag("background")) {
            body.withoutAny("background");
        }
        body.onlyOneOf("service_tier", "auto", "default");
        body.toolsOnlyOf(Set.of("function", "custom"), "");
        body.partsOnlyOf(body.json().path("input"), PARTS);
        body.nothingKept(body.json().path("input"));
        // The provider's account is the house's: nothing of one agent's may be kept where another could name it.
        body.json().put("store", false);
        return new Demand.Priced(
                body.model(),
                body.flag("stream"),
                request.body().length,
                body.count("max_output_tokens"),
                1,
                most -> {
                    body.json().put("max_output_tokens", most);
                    return body.bytes();
                },
                null,
                null);
    }

    @Override
    public Optional<Usage> usage(JsonNode answer) {
        return UsageJson.responses(answer.path("usage"));
    }

    @Override
    public StreamMeter meter(Request request) {
        return new ResponsesMeter();
    }
}
