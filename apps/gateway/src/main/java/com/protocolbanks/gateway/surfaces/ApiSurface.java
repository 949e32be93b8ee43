package com.protocolbanks.gateway.surfaces;

import com.protocolbanks.gateway.errors.Dialect;
import com.protocolbanks.gateway.http.Request;
import com.protocolbanks.gateway.streams.StreamMeter;
import com.protocolbanks.x402.receipts.Usage;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** One kind of API: how its requests are read, and what its answers say about usage. */
public interface ApiSurface {
    Dialect dialect();

    /** The request's headers that are passed on, in lower case. */
    Set<String> passed();

    Demand read(Request request);

    /** The usage that a whole answer reports; empty when it reports none. */
    Optional<Usage> usage(JsonNode answer);

    /** Watches one streamed answer. */
    StreamMeter meter(Request request);
}
