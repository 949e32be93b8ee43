package com.protocolbanks.embedded.upstream;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;

/** Writes answers, whole or as events. */
final class Reply {
    private static final long PAUSE_NANOS = 30_000_000;

    private final HttpExchange exchange;
    private final Manner manner;

    Reply(HttpExchange exchange, Manner manner) {
        this.exchange = exchange;
        this.manner = manner;
    }

    void json(int status, JsonNode json) throws IOException {
        byte[] bytes = json.toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        if (manner == Manner.CUT) {
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes, 0, bytes.length / 2);
            throw new IOException("broken off on purpose");
        }
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    /** Begins a stream of events. */
    Events events() throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        return new Events(exchange.getResponseBody());
    }

    final class Events {
        private final OutputStream out;

        private Events(OutputStream out) {
            this.out = out;
        }

        void send(String name, String data) throws IOException {
            if (manner == Manner.SLOW) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            String named = name.isEmpty() ? "" : "event: " + name + "\n";
            out.write((named + "data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        }

        void cutIfSo() throws IOException {
            if (manner == Manner.CUT) {
                throw new IOException("broken off on purpose");
            }
        }
    }
}
