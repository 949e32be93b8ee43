package com.protocolbanks.embedded.upstream;

import java.io.IOException;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Messages: input is counted without what comes from the cache, and a stream counts input and output in two events. */
final class AnthropicDialect {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String PATH = "/v1/messages";

    private final Reply reply;
    private final Consumer<InvoiceLine> invoice;

    AnthropicDialect(Reply reply, Consumer<InvoiceLine> invoice) {
        this.reply = reply;
        this.invoice = invoice;
    }

    static Composition of(JsonNode request) {
        return Composition.of(
                request.path("model").asString(""),
                request.path("messages"),
                request.path("max_tokens").asLong(0));
    }

    void message(JsonNode request) throws IOException {
        var made = of(request);
        if (request.path("stream").asBoolean(false)) {
            events(made);
            return;
        }
        var json = head(made);
        json.putArray("content").addObject().put("type", "text").put("text", made.text());
        json.put("stop_reason", made.complete() ? "end_turn" : "max_tokens");
        if (made.manner() != Manner.SILENT) {
            json.set("usage", input(made).put("output_tokens", made.output()));
        }
        invoice.accept(line(made, made.output()));
        reply.json(200, json);
    }

    private static InvoiceLine line(Composition made, long output) {
        return new InvoiceLine(PATH, made.model(), made.input(), made.cached(), output, 0);
    }

    private static ObjectNode head(Composition made) {
        return JSON.createObjectNode()
                .put("id", "msg_1")
                .put("type", "message")
                .put("role", "assistant")
                .put("model", made.model());
    }

    private static ObjectNode input(Composition made) {
        return JSON.createObjectNode()
                .put("input_tokens", made.input() - made.cached())
                .put("cache_creation_input_tokens", 0)
                .put("cache_read_input_tokens", made.cached());
    }

    private void events(Composition made) throws IOException {
        var events = reply.events();
        long sent = 0;
        try {
            var start = typed("message_start");
            var message = head(made);
            message.putArray("content");
            message.set("usage", input(made).put("output_tokens", 1));
            start.set("message", message);
            send(events, start);
            var block = typed("content_block_start").put("index", 0);
            block.putObject("content_block").put("type", "text").put("text", "");
            send(events, block);
            send(events, typed("ping"));
            for (String word : made.words()) {
                if (sent == 2) {
                    events.cutIfSo();
                }
                var delta = typed("content_block_delta").put("index", 0);
                delta.putObject("delta").put("type", "text_delta").put("text", word);
                send(events, delta);
                sent++;
            }
            send(events, typed("content_block_stop").put("index", 0));
            var last = typed("message_delta");
            last.putObject("delta").put("stop_reason", made.complete() ? "end_turn" : "max_tokens");
            if (made.manner() != Manner.SILENT) {
                last.putObject("usage").put("output_tokens", made.output());
            }
            send(events, last);
            send(events, typed("message_stop"));
            invoice.accept(line(made, made.output()));
        } catch (IOException gone) {
            invoice.accept(line(made, sent));
            throw gone;
        }
    }

    private static ObjectNode typed(String type) {
        return JSON.createObjectNode().put("type", type);
    }

    private static void send(Reply.Events events, ObjectNode event) throws IOException {
        events.send(event.path("type").asString(""), event.toString());
    }
}
