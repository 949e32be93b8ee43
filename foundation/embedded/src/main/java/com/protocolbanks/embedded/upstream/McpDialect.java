package com.protocolbanks.embedded.upstream;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A tool server over Streamable HTTP: {@code echo} answers at once, {@code recite} as a stream with notifications. */
final class McpDialect {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpExchange exchange;
    private final Reply reply;
    private final Consumer<InvoiceLine> invoice;

    McpDialect(HttpExchange exchange, Reply reply, Consumer<InvoiceLine> invoice) {
        this.exchange = exchange;
        this.reply = reply;
        this.invoice = invoice;
    }

    void message(JsonNode request) throws IOException {
        if (!exchange.getRequestMethod().equals("POST")) {
            exchange.sendResponseHeaders(405, -1);
            return;
        }
        var id = request.get("id");
        if (id == null) {
            exchange.sendResponseHeaders(202, -1);
            return;
        }
        switch (request.path("method").asString("")) {
            case "initialize" -> {
                exchange.getResponseHeaders().set("Mcp-Session-Id", "local-session");
                reply.json(200, answer(id, initialized(request)));
            }
            case "ping" -> reply.json(200, answer(id, JSON.createObjectNode()));
            case "tools/list" -> reply.json(200, answer(id, tools()));
            case "tools/call" -> call(id, request.path("params"));
            default -> {
                var json = answer(id, null);
                json.putObject("error").put("code", -32601).put("message", "Method not found");
                reply.json(200, json);
            }
        }
    }

    private static ObjectNode answer(JsonNode id, @Nullable ObjectNode result) {
        var json = JSON.createObjectNode().put("jsonrpc", "2.0");
        json.set("id", id);
        if (result != null) {
            json.set("result", result);
        }
        return json;
    }

    private static ObjectNode initialized(JsonNode request) {
        var result = JSON.createObjectNode()
                .put("protocolVersion", request.at("/params/protocolVersion").asString("2025-06-18"));
        result.putObject("capabilities").putObject("tools");
        result.putObject("serverInfo").put("name", "local").put("version", "1");
        return result;
    }

    private static ObjectNode tools() {
        var result = JSON.createObjectNode();
        var tools = result.putArray("tools");
        for (String name : new String[] {"echo", "recite"}) {
            var schema = tools.addObject()
                    .put("name", name)
                    .put("description", "Gives back what it is given.")
                    .putObject("inputSchema")
                    .put("type", "object");
            schema.putObject("properties").putObject("text").put("type", "string");
        }
        return result;
    }

    private void call(JsonNode id, JsonNode parameters) throws IOException {
        String tool = parameters.path("name").asString("");
        var result = JSON.createObjectNode();
        result.putArray("content")
                .addObject()
                .put("type", "text")
                .put("text", parameters.at("/arguments/text").asString(""));
        invoice.accept(new InvoiceLine("/mcp", tool, 0, 0, 0, 0));
        if (!tool.startsWith("recite")) {
            reply.json(200, answer(id, result));
            return;
        }
        var events = reply.events();
        for (int step = 1; step <= 2; step++) {
            var note = JSON.createObjectNode().put("jsonrpc", "2.0").put("method", "notifications/progress");
            note.putObject("params").put("progressToken", "1").put("progress", step);
            events.send("message", note.toString());
        }
        events.send("message", answer(id, result).toString());
    }
}
