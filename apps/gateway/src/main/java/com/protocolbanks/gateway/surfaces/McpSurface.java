package com.protocolbanks.gateway.surfaces;

import com.protocolbanks.gateway.errors.Dialect;
import com.protocolbanks.gateway.errors.Problem;
import com.protocolbanks.gateway.http.Request;
import com.protocolbanks.gateway.streams.StreamMeter;
import com.protocolbanks.x402.receipts.Usage;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The Model Context Protocol over Streamable HTTP: calls of tools, reads of resources and prompts are charged, the protocol
 * around them is not, and what is neither is refused.
 */
final class McpSurface implements ApiSurface {
    static final String PAYMENT = "x402/payment";

    private static final Set<String> FREE = Set.of(
            "initialize",
            "ping",
            "tools/list",
            "prompts/list",
            "resources/list",
            "resources/templates/list",
            "server/discover",
            "logging/setLevel");
    /** As the protocol says; the name stands in every receipt. */
    private static final int LONGEST_NAME = 128;

    private static final Usage ONE = new Usage(0, 0, 0, 0, 1);

    @Override
    public Dialect dialect() {
        return Dialect.JSON_RPC;
    }

    @Override
    public Set<String> passed() {
        return Set.of(
                "accept",
                "content-type",
                "mcp-session-id",
                "mcp-protocol-version",
                "mcp-method",
                "mcp-name",
                "last-event-id");
    }

    @Override
    public Demand read(Request request) {
        if (!request.method().equals("POST")) {
            return new Demand.Free(request.body());
        }
        try {
            return read(request, JsonBody.of(request));
        } catch (JsonBody.Unreadable e) {
            return new Demand.Refused(e.problem());
        }
    }

    private static Demand read(Request request, JsonBody body) {
        var method = body.json().path("method").asString("");
        var id = body.json().get("id");
        boolean reply = method.isEmpty() && (body.has("result") || body.has("error"));
        if (reply || FREE.contains(method) || (method.startsWith("notifications/") && id == null)) {
            return new Demand.Free(request.body());
        }
        var tool = name(method, body.json().path("params"));
        if (tool == null) {
            return new Demand.Refused(Problem.noPrice("There is no price for this method here."), id);
        }
        if (tool.length() > LONGEST_NAME) {
            return new Demand.Refused(Problem.badRequest("A tool's name has at most 128 characters."), id);
        }
        if (id == null) {
            return new Demand.Refused(Problem.badRequest("A call without an id has no answer to be paid for."));
        }
        var payment = detached(body.json());
        byte[] rest = payment == null ? request.body() : body.bytes();
        return new Demand.Priced(tool, false, rest.length, 0, 1, _ -> rest, payment, id);
    }

    private static @Nullable String name(String method, JsonNode params) {
        return switch (method) {
            case "tools/call" -> params.path("name").asString("");
            case "resources/read", "prompts/get" -> method;
            default -> null;
        };
    }

    /** The payment, taken out of the message: it is no business of the server behind. */
    private static @Nullable JsonNode detached(ObjectNode message) {
        return message.path("params").path("_meta") instanceof ObjectNode meta ? meta.remove(PAYMENT) : null;
    }

    @Override
    public Optional<Usage> usage(JsonNode answer) {
        return Optional.of(ONE);
    }

    @Override
    public StreamMeter meter(Request request) {
        return new McpMeter(JsonBody.of(request).json().path("id"), ONE);
    }
}
