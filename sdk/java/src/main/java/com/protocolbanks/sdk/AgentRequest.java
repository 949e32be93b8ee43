package com.protocolbanks.sdk;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A request to the gateway.
 *
 * @param id by which a repetition is known, 16 to 64 of A-Z a-z 0-9 _ -; the same id is charged once
 * @param path with its query, as it is sent
 */
public record AgentRequest(String id, String method, String path, Map<String, String> headers, byte[] body) {
    public AgentRequest {
        headers = Map.copyOf(headers);
        body = body.clone();
    }

    /** A POST of JSON. */
    public static AgentRequest json(String id, String path, String body) {
        return new AgentRequest(
                id, "POST", path, Map.of("content-type", "application/json"), body.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public byte[] body() {
        return body.clone();
    }
}
