package com.protocolbanks.gateway.http;

import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * One request, read whole.
 *
 * @param path as it was sent, without the query, beginning with a slash
 * @param query without the question mark; empty when there is none
 * @param body as it was sent; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // the body is handed on, not compared
public record Request(String method, String path, String query, HttpHeaders headers, byte[] body) {
    public @Nullable String header(String name) {
        return headers.get(name);
    }

    /** The path with its query, as it was sent. */
    public String target() {
        return query.isEmpty() ? path : path + "?" + query;
    }
}
