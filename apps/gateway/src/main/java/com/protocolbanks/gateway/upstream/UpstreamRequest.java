package com.protocolbanks.gateway.upstream;

import java.util.Map;

/** What is sent: the path below the target's base with its query, headers without those of the framing, and the body. */
@SuppressWarnings("ArrayRecordComponent") // the body is sent, not compared
public record UpstreamRequest(String method, String target, Map<String, String> headers, byte[] body) {
    public UpstreamRequest {
        headers = Map.copyOf(headers);
    }
}
