package com.protocolbanks.gateway.surfaces;

import com.protocolbanks.gateway.errors.Dialect;
import com.protocolbanks.gateway.http.Request;
import com.protocolbanks.gateway.streams.StreamMeter;
import com.protocolbanks.x402.receipts.Usage;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Any priced HTTP: one unit a request. */
final class PlainSurface implements ApiSurface {
    private static final Usage ONE = new Usage(0, 0, 0, 0, 1);

    @Override
    public Dialect dialect() {
        return Dialect.PLAIN;
    }

    @Override
    public Set<String> passed() {
        return Set.of(
                "accept",
                "accept-language",
                "content-type",
                "if-match",
                "if-modified-since",
                "if-none-match",
                "range",
                "user-agent");
    }

    @Override
    public Demand read(Request request) {
        return Demand.Priced.plain(request.method(), request.body());
    }

    @Override
    public Optional<Usage> usage(JsonNode answer) {
        return Optional.of(ONE);
    }

    @Override
    public StreamMeter meter(Request request) {
        return new FixedMeter(ONE);
    }
}
