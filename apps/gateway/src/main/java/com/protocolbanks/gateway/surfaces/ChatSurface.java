package com.protocolbanks.gateway.surfaces;

import com.protocolbanks.gateway.errors.Dialect;
import com.protocolbanks.gateway.http.Request;
import com.protocolbanks.gateway.streams.ChatMeter;
import com.protocolbanks.gateway.streams.StreamMeter;
import com.protocolbanks.gateway.streams.UsageJson;
import com.protocolbanks.x402.receipts.Usage;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** OpenAI's chat completions. */
final class ChatSurface implements ApiSurface {
    private static final String LIMIT = "max_completion_tokens";
    private static final String OLD_LIMIT = "max_tokens";
    private static final String OPTIONS = "stream_options";
    private static final String INCLUDE = "include_usage";

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
        body.withoutAny("audio", "web_search_options", "prediction", "functions");
        body.onlyOneOf("service_tier", "auto", "default");
        if (body.json().path("modalities").size() > 0
                && !body.json().path("modalities").toString().equals("[\"text\"]")) {
            body.withoutAny("modalities");
        }
        body.toolsOnlyOf(Set.of("function", "custom"), "");
        for (var message : body.json().path("messages")) {
            body.partsOnlyOf(message.path("content"), Set.of("text", "refusal"));
            body.without(message, "audio");
        }
        long wanted = Math.max(body.count(LIMIT), body.count(OLD_LIMIT));
        long answers = Math.max(1, body.count("n"));
        boolean stream = body.flag("stream");
        if (stream) {
            options(body.json()).put(INCLUDE, true);
        }
        return new Demand.Priced(
                body.model(),
                stream,
                request.body().length,
                Math.multiplyExact(wanted, answers),
                answers,
                most -> capped(body, most),
                null,
                null);
    }

    private static ObjectNode options(ObjectNode json) {
        return json.get(OPTIONS) instanceof ObjectNode there ? there : json.putObject(OPTIONS);
    }

    /** The limit is written under the name the client used, else under the present one. */
    private static byte[] capped(JsonBody body, long most) {
        boolean old = body.has(OLD_LIMIT) && !body.has(LIMIT);
        body.json().remove(old ? LIMIT : OLD_LIMIT);
        body.json().put(old ? OLD_LIMIT : LIMIT, most);
        return body.bytes();
    }

    @Override
    public Optional<Usage> usage(JsonNode answer) {
        return UsageJson.chat(answer.path("usage"));
    }

    @Override
    public StreamMeter meter(Request request) {
        var asked = JsonBody.of(request).json();
        return new ChatMeter(asked.at("/" + OPTIONS + "/" + INCLUDE).asBoolean(false));
    }
}
