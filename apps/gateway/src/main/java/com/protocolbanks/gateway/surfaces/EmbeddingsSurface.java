package com.protocolbanks.gateway.surfaces;

import com.protocolbanks.gateway.errors.Dialect;
import com.protocolbanks.gateway.errors.Problem;
import com.protocolbanks.gateway.http.Request;
import com.protocolbanks.gateway.streams.ChatMeter;
import com.protocolbanks.gateway.streams.StreamMeter;
import com.protocolbanks.gateway.streams.UsageJson;
import com.protocolbanks.x402.receipts.Usage;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** OpenAI's embeddings: input tokens alone. */
final class EmbeddingsSurface implements ApiSurface {
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
            var body = JsonBody.of(request);
            if (body.flag("stream")) {
                return new Demand.Refused(Problem.badRequest("Embeddings are not streamed."));
            }
            // A token given by its number takes at least two bytes, its comma included.
            return new Demand.Priced(body.model(), false, request.body().length, 0, 1, _ -> body.bytes(), null, null);
        } catch (JsonBody.Unreadable e) {
            return new Demand.Refused(e.problem());
        }
    }

    @Override
    public Optional<Usage> usage(JsonNode answer) {
        return UsageJson.chat(answer.path("usage"));
    }

    @Override
    public StreamMeter meter(Request request) {
        return new ChatMeter(true);
    }
}
