package com.protocolbanks.gateway.errors;

import com.protocolbanks.gateway.http.Answer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** How a surface writes its errors; every dialect carries the problem's code at the top as {@code code} too. */
public enum Dialect {
    PLAIN {
        @Override
        ObjectNode write(Problem problem, @Nullable JsonNode id) {
            return object().put("code", problem.code()).put("message", problem.message());
        }
    },
    OPENAI {
        @Override
        ObjectNode write(Problem problem, @Nullable JsonNode id) {
            var json = object().put("code", problem.code());
            json.putObject("error")
                    .put("message", problem.message())
                    .put("type", openAiType(problem.status()))
                    .putNull("param")
                    .put("code", problem.code());
            return json;
        }
    },
    ANTHROPIC {
        @Override
        ObjectNode write(Problem problem, @Nullable JsonNode id) {
            var json = object().put("type", "error").put("code", problem.code());
            json.putObject("error").put("type", anthropicType(problem.status())).put("message", problem.message());
            return json;
        }
    },
    JSON_RPC {
        @Override
        ObjectNode write(Problem problem, @Nullable JsonNode id) {
            var json = object().put("jsonrpc", "2.0");
            json.set("id", id == null ? json.nullNode() : id);
            var error = json.putObject("error")
                    .put("code", problem.status() == 400 ? INVALID_REQUEST : REFUSED)
                    .put("message", problem.message());
            error.putObject("data").put("code", problem.code()).put("status", problem.status());
            return json.put("code", problem.code());
        }
    };

    private static final int INVALID_REQUEST = -32600;
    /** Of the range that JSON-RPC leaves to servers; not one that MCP uses. */
    private static final int REFUSED = -32003;

    abstract ObjectNode write(Problem problem, @Nullable JsonNode id);

    public Answer answer(Problem problem) {
        return answer(problem, null);
    }

    /**
     * The problem as an answer that the client's own library understands.
     *
     * @param id of the JSON-RPC message that is answered
     */
    public Answer answer(Problem problem, @Nullable JsonNode id) {
        var headers = new LinkedHashMap<>(problem.headers());
        headers.put("content-type", Answer.JSON);
        headers.put("cache-control", "no-store");
        return new Answer(
                problem.status(), headers, write(problem, id).toString().getBytes(StandardCharsets.UTF_8));
    }

    private static ObjectNode object() {
        return JsonMapper.shared().createObjectNode();
    }

    private static String openAiType(int status) {
        return switch (status) {
            case 402 -> "insufficient_quota";
            case 403 -> "permission_error";
            case 429 -> "rate_limit_error";
            default -> status >= 500 ? "server_error" : "invalid_request_error";
        };
    }

    private static String anthropicType(int status) {
        return switch (status) {
            case 402 -> "billing_error";
            case 403 -> "permission_error";
            case 404 -> "not_found_error";
            case 413 -> "request_too_large";
            case 429 -> "rate_limit_error";
            case 503 -> "overloaded_error";
            default -> status >= 500 ? "api_error" : "invalid_request_error";
        };
    }
}
