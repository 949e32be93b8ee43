package com.protocolbanks.embedded.anvil;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Any JSON-RPC method of a development chain, above all those that no real chain has. */
public final class AnvilRpc {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI address;

    public AnvilRpc(URI address) {
        this.address = address;
    }

    /**
     * Asks and returns the result.
     *
     * @param parameters strings, numbers, booleans, lists and maps, as the method wants them
     * @throws IllegalStateException when the chain answers with an error, with its words
     */
    public JsonNode ask(String method, Object... parameters) {
        var answer = JSON.readTree(post(JSON.writeValueAsString(
                Map.of("jsonrpc", "2.0", "id", 1, "method", method, "params", List.of(parameters)))));
        if (answer.has("error")) {
            throw new IllegalStateException(method + ": " + answer.get("error"));
        }
        return answer.path("result");
    }

    private String post(String body) {
        try {
            var request = HttpRequest.newBuilder(address)
                    .timeout(TIMEOUT)
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(body))
                    .build();
            return http.send(request, BodyHandlers.ofString()).body();
        } catch (IOException fault) {
            throw new IllegalStateException("the development chain at " + address + " does not answer", fault);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking " + address, interrupted);
        }
    }
}
