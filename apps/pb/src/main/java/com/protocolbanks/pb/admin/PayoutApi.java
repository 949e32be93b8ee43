package com.protocolbanks.pb.admin;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The product's HTTP API, called with a member's API key. */
final class PayoutApi implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofMinutes(1);
    private static final int PAGE = 1_000;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(CONNECT).build();
    private final URI origin;
    private final String key;

    PayoutApi(URI origin, String key) {
        this.origin = origin;
        this.key = key;
    }

    /** What the server said instead of yes. */
    static final class Declined extends RuntimeException {
        private static final long serialVersionUID = 1;

        Declined(String message) {
            super(message);
        }
    }

    JsonNode batch(UUID id) {
        return get("/api/v1/payout-batches/" + id);
    }

    /** All items, in row order. */
    List<JsonNode> items(UUID batch) {
        return all("/api/v1/payout-batches/" + batch + "/items?limit=" + PAGE);
    }

    List<JsonNode> approvalRequests(UUID batch) {
        return all("/api/v1/payout-batches/" + batch + "/approval-request?limit=" + PAGE);
    }

    /** The newest batches, at most a thousand. */
    List<JsonNode> newestBatches() {
        return elements(get("/api/v1/payout-batches?limit=" + PAGE));
    }

    JsonNode approve(UUID batch, String signer, String signature) {
        var body = JSON.writeValueAsString(Map.of("signer", signer, "signature", signature));
        return send(HttpRequest.newBuilder(origin.resolve("/api/v1/payout-batches/" + batch + "/approvals"))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(BodyPublishers.ofString(body)));
    }

    private List<JsonNode> all(String path) {
        var all = new ArrayList<JsonNode>();
        var page = get(path);
        all.addAll(elements(page));
        while (page.path("next").isString()) {
            page = get(path + "&after=" + page.path("next").asString());
            all.addAll(elements(page));
        }
        return all;
    }

    private static List<JsonNode> elements(JsonNode page) {
        var elements = new ArrayList<JsonNode>();
        page.path("items").forEach(elements::add);
        return elements;
    }

    private JsonNode get(String path) {
        return send(HttpRequest.newBuilder(origin.resolve(path)).GET());
    }

    private JsonNode send(HttpRequest.Builder request) {
        try {
            var response = http.send(
                    request.timeout(ANSWER)
                            .header("Authorization", "Bearer " + key)
                            .header("Accept", "application/json")
                            .build(),
                    BodyHandlers.ofByteArray());
            var body = JSON.readTree(response.body());
            if (response.statusCode() / 100 != 2) {
                throw new Declined(words(response.statusCode(), body));
            }
            return body;
        } catch (IOException | JacksonException fault) {
            throw new Surroundings.Unusable(origin + " could not be asked: " + fault.getMessage());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new Surroundings.Unusable("interrupted");
        }
    }

    private static String words(int status, JsonNode problem) {
        var title = problem.path("title").asString("");
        var detail = problem.path("detail").asString("");
        return "The server answered " + status + (title.isEmpty() ? "" : ": " + title)
                + (detail.isEmpty() ? "" : " (" + detail + ")");
    }

    @Override
    public void close() {
        http.close();
    }
}
