package com.protocolbanks.embedded.upstream;

import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Chat completions, responses and embeddings. */
final class OpenAiDialect {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int CREATED = 1_700_000_000;

    private final Reply reply;
    private final Consumer<InvoiceLine> invoice;

    OpenAiDialect(Reply reply, Consumer<InvoiceLine> invoice) {
        this.reply = reply;
        this.invoice = invoice;
    }

    static Composition chatOf(JsonNode request) {
        long limit = Math.max(
                request.path("max_completion_tokens").asLong(0),
                request.path("max_tokens").asLong(0));
        return Composition.of(request.path("model").asString(""), request.path("messages"), limit);
    }

    void chat(JsonNode request) throws IOException {
        var made = chatOf(request);
        String user = request.path("user").asString("");
        if (request.path("stream").asBoolean(false)) {
            chatEvents(made, user, request.at("/stream_options/include_usage").asBoolean(false));
            return;
        }
        var json = JSON.createObjectNode()
                .put("id", "chatcmpl-1")
                .put("object", "chat.completion")
                .put("created", CREATED)
                .put("model", made.model());
        var choice = json.putArray("choices").addObject().put("index", 0);
        choice.putObject("message").put("role", "assistant").put("content", made.text());
        choice.put("finish_reason", made.complete() ? "stop" : "length");
        if (made.manner() != Manner.SILENT) {
            json.set("usage", chatUsage(made));
        }
        invoice.accept(made.line("/v1/chat/completions").of(user));
        reply.json(200, json);
    }

    private void chatEvents(Composition made, String user, boolean usageAskedFor) throws IOException {
        var events = reply.events();
        long sent = 0;
        try {
            events.send("", chunk(made, "role", "assistant", null).toString());
            for (String word : made.words()) {
                if (sent == 2) {
                    events.cutIfSo();
                }
                events.send("", chunk(made, "content", word, null).toString());
                sent++;
            }
            events.send(
                    "", chunk(made, "", "", made.complete() ? "stop" : "length").toString());
            if (usageAskedFor && made.manner() != Manner.SILENT) {
                var last = head(made);
                last.putArray("choices");
                last.set("usage", chatUsage(made));
                events.send("", last.toString());
            }
            events.send("", "[DONE]");
            invoice.accept(made.line("/v1/chat/completions").of(user));
        } catch (IOException gone) {
            invoice.accept(made.line("/v1/chat/completions", sent).of(user));
            throw gone;
        }
    }

    private static ObjectNode head(Composition made) {
        return JSON.createObjectNode()
                .put("id", "chatcmpl-1")
                .put("object", "chat.completion.chunk")
                .put("created", CREATED)
                .put("model", made.model());
    }

    private static ObjectNode chunk(Composition made, String name, String value, @Nullable String finish) {
        var json = head(made);
        var choice = json.putArray("choices").addObject().put("index", 0);
        var delta = choice.putObject("delta");
        if (!name.isEmpty()) {
            delta.put(name, value);
        }
        choice.put("finish_reason", finish);
        return json;
    }

    private static ObjectNode chatUsage(Composition made) {
        var usage = JSON.createObjectNode()
                .put("prompt_tokens", made.input())
                .put("completion_tokens", made.output())
                .put("total_tokens", made.input() + made.output());
        usage.putObject("prompt_tokens_details").put("cached_tokens", made.cached());
        usage.putObject("completion_tokens_details").put("reasoning_tokens", made.reasoning());
        return usage;
    }

    static Composition responseOf(JsonNode request) {
        return Composition.of(
                request.path("model").asString(""),
                request.path("input"),
                request.path("max_output_tokens").asLong(0));
    }

    void response(JsonNode request) throws IOException {
        var made = responseOf(request);
        if (!request.path("stream").asBoolean(false)) {
            invoice.accept(made.line("/v1/responses"));
            reply.json(200, response(made, true));
            return;
        }
        var events = reply.events();
        long sent = 0;
        try {
            responseEvent(events, "response.created", "response", response(made, false));
            for (String word : made.words()) {
                if (sent == 2) {
                    events.cutIfSo();
                }
                events.send(
                        "response.output_text.delta",
                        JSON.createObjectNode()
                                .put("type", "response.output_text.delta")
                                .put("item_id", "msg-1")
                                .put("output_index", 0)
                                .put("content_index", 0)
                                .put("delta", word)
                                .toString());
                sent++;
            }
            responseEvent(events, "response.completed", "response", response(made, true));
            invoice.accept(made.line("/v1/responses"));
        } catch (IOException gone) {
            invoice.accept(made.line("/v1/responses", sent));
            throw gone;
        }
    }

    private static void responseEvent(Reply.Events events, String type, String name, ObjectNode value)
            throws IOException {
        var json = JSON.createObjectNode().put("type", type);
        json.set(name, value);
        events.send(type, json.toString());
    }

    private static ObjectNode response(Composition made, boolean complete) {
        var json = JSON.createObjectNode()
                .put("id", "resp-1")
                .put("object", "response")
                .put("created_at", CREATED)
                .put("model", made.model())
                .put("status", complete ? "completed" : "in_progress");
        var output = json.putArray("output");
        if (complete) {
            var message = output.addObject()
                    .put("id", "msg-1")
                    .put("type", "message")
                    .put("role", "assistant")
                    .put("status", "completed");
            message.putArray("content")
                    .addObject()
                    .put("type", "output_text")
                    .put("text", made.text())
                    .putArray("annotations");
        }
        if (complete && made.manner() != Manner.SILENT) {
            var usage = json.putObject("usage")
                    .put("input_tokens", made.input())
                    .put("output_tokens", made.output())
                    .put("total_tokens", made.input() + made.output());
            usage.putObject("input_tokens_details").put("cached_tokens", made.cached());
            usage.putObject("output_tokens_details").put("reasoning_tokens", made.reasoning());
        }
        return json;
    }

    void embedding(JsonNode request) throws IOException {
        var made = Composition.of(request.path("model").asString(""), request.path("input"), 1);
        var json = JSON.createObjectNode().put("object", "list").put("model", made.model());
        var vector = json.putArray("data")
                .addObject()
                .put("object", "embedding")
                .put("index", 0)
                .putArray("embedding");
        vector.add(0.25).add(-0.5).add(0.75);
        if (made.manner() != Manner.SILENT) {
            json.putObject("usage").put("prompt_tokens", made.input()).put("total_tokens", made.input());
        }
        invoice.accept(new InvoiceLine("/v1/embeddings", made.model(), made.input(), 0, 0, 0));
        reply.json(200, json);
    }
}
