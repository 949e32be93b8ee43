package com.protocolbanks.gateway.calls;

import io.netty.handler.codec.http.HttpHeaders;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The headers of an upstream's answer that are passed on: those of its content, not of its connection or its account. */
final class AnswerHeaders {
    private static final Set<String> PASSED = Set.of(
            "content-type",
            "content-encoding",
            "content-language",
            "content-range",
            "content-disposition",
            "accept-ranges",
            "etag",
            "last-modified",
            "location",
            "mcp-session-id",
            "mcp-protocol-version",
            "retry-after",
            "x-request-id",
            "request-id");

    private AnswerHeaders() {}

    static Map<String, String> of(HttpHeaders headers) {
        var passed = new LinkedHashMap<String, String>();
        for (var header : headers) {
            var name = header.getKey().toLowerCase(Locale.ROOT);
            if (PASSED.contains(name)) {
                passed.putIfAbsent(name, header.getValue());
            }
        }
        // What was bought by one is nobody else's, whatever the upstream thinks of caches.
        passed.put("cache-control", "private, no-store");
        return passed;
    }
}
