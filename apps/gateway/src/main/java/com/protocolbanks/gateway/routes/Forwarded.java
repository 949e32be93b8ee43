package com.protocolbanks.gateway.routes;

import com.protocolbanks.gateway.errors.Dialect;
import com.protocolbanks.gateway.http.Request;
import com.protocolbanks.gateway.pricing.Quote;
import com.protocolbanks.gateway.surfaces.ApiSurface;
import com.protocolbanks.gateway.upstream.UpstreamRequest;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the request that goes upstream: the headers a surface passes on, and no others. */
final class Forwarded {
    private Forwarded() {}

    static UpstreamRequest priced(ApiSurface surface, Request request, Quote quote, @Nullable PlainPath path) {
        return new UpstreamRequest(
                request.method(), target(surface, request, path), headers(surface, request), quote.body());
    }

    static UpstreamRequest free(ApiSurface surface, Request request) {
        return new UpstreamRequest(
                request.method(), target(surface, request, null), headers(surface, request), request.body());
    }

    /** A plain route leaves its own name out; the address of an MCP server is the upstream's own. */
    private static String target(ApiSurface surface, Request request, @Nullable PlainPath path) {
        if (path != null) {
            return request.query().isEmpty() ? path.rest() : path.rest() + "?" + request.query();
        }
        return surface.dialect() == Dialect.JSON_RPC ? "" : request.path();
    }

    private static Map<String, String> headers(ApiSurface surface, Request request) {
        var headers = new HashMap<String, String>();
        for (String name : surface.passed()) {
            var value = request.header(name);
            if (value != null) {
                headers.put(name, value);
            }
        }
        if (!surface.passed().contains("content-type")) {
            headers.put("content-type", "application/json");
        }
        // What is compressed cannot be metered.
        headers.put("accept-encoding", "identity");
        return headers;
    }
}
