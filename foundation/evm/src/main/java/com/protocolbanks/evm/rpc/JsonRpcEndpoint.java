package com.protocolbanks.evm.rpc;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON-RPC 2.0 over HTTP/1.1 to one address, single requests and batches; blocks its (virtual) thread. */
final class JsonRpcEndpoint {
    private static final JsonMapper JSON = JsonMapper.shared();
    /** Endpoints commonly refuse longer batches. */
    private static final int LONGEST_BATCH = 100;

    private final HttpClient http;
    private final URI address;
    private final Duration timeout;
    private final AtomicLong ids = new AtomicLong();

    JsonRpcEndpoint(HttpClient http, URI address, Duration timeout) {
        this.http = http;
        this.address = address;
        this.timeout = timeout;
    }

    /** One request's method and parameters. */
    record Request(String method, ArrayNode parameters) {}

    /** One request's end. */
    sealed interface Answer {
        record Result(JsonNode value) implements Answer {}

        /** The endpoint's own error; {@code data} is missing when it gave none. */
        record Failure(long code, String message, JsonNode data) implements Answer {}

        /** Nothing usable came back. */
        record Silence(String reason) implements Answer {}
    }

    static ArrayNode parameters() {
        return JSON.createArrayNode();
    }

    Answer ask(Request request) {
        long id = ids.incrementAndGet();
        try {
            return read(post(JSON.writeValueAsBytes(written(request, id))), id);
        } catch (IOException | JacksonException e) {
            return new Answer.Silence(reason(e));
        }
    }

    /** The answers in the order of the requests; requests without an answer of theirs end in silence. */
    List<Answer> askAll(List<Request> requests) {
        List<Answer> answers = new ArrayList<>(requests.size());
        for (int from = 0; from < requests.size(); from += LONGEST_BATCH) {
            answers.addAll(askBatch(requests.subList(from, Math.min(requests.size(), from + LONGEST_BATCH))));
        }
        return answers;
    }

    private List<Answer> askBatch(List<Request> requests) {
        if (requests.size() == 1) {
            return List.of(ask(requests.getFirst()));
        }
        long first = ids.getAndAdd(requests.size()) + 1;
        ArrayNode batch = JSON.createArrayNode();
        for (int i = 0; i < requests.size(); i++) {
            batch.add(written(requests.get(i), first + i));
        }
        Map<Long, Answer> byId = new HashMap<>();
        String missing = "no answer in the batch";
        try {
            JsonNode body = post(JSON.writeValueAsBytes(batch));
            if (!body.isArray()) {
                missing = "a batch was answered with " + shown(body);
            }
            for (JsonNode answer : body) {
                long id = answer.path("id").asLong(0);
                byId.put(id, read(answer, id));
            }
        } catch (IOException | JacksonException e) {
            missing = reason(e);
        }
        List<Answer> answers = new ArrayList<>(requests.size());
        for (int i = 0; i < requests.size(); i++) {
            Answer answer = byId.get(first + i);
            answers.add(answer == null ? new Answer.Silence(missing) : answer);
        }
        return answers;
    }

    private JsonNode post(byte[] body) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(timeout)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        try {
            HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            JsonNode read = JSON.readTree(response.body());
            boolean rpc = read.isArray() || read.has("result") || read.has("error");
            if (response.statusCode() / 100 != 2 && !rpc) {
                throw new IOException("status " + response.statusCode());
            }
            return read;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static Answer read(JsonNode answer, long id) {
        JsonNode error = answer.path("error");
        if (error.isObject()) {
            return new Answer.Failure(
                    error.path("code").asLong(0), error.path("message").asString(""), error.path("data"));
        }
        JsonNode result = answer.get("result");
        if (result == null || answer.path("id").asLong(-1) != id) {
            return new Answer.Silence("no result: " + shown(answer));
        }
        return new Answer.Result(result);
    }

    private static ObjectNode written(Request request, long id) {
        ObjectNode written = JSON.createObjectNode();
        written.put("jsonrpc", "2.0").put("id", id).put("method", request.method);
        written.set("params", request.parameters);
        return written;
    }

    private static String shown(JsonNode node) {
        String text = node.toString();
        return text.length() <= 200 ? text : text.substring(0, 200) + "…";
    }

    private static String reason(Exception e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : e.getClass().getSimpleName() + ": " + message;
    }
}
