package com.protocolbanks.embedded.upstream;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;

/** Writes answers, whole or as events. */
final class Reply {
    private static final long PAUSE_NANOS = 30_000_000;

    private final HttpExchange exchange;
    private final Manner manner;
    private final CountDownLatch closed;

    /** @param closed when the provider ends */
    Reply(HttpExchange exchange, Manner manner, CountDownLatch closed) {
        this.exchange = exchange;
        this.manner = manner;
        this.closed = closed;
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

        /** In the middle of the answer: goes on, breaks off, or waits until the provider ends. */
        void cutIfSo() throws IOException {
            if (manner == Manner.HALTING) {
                try {
                    closed.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            if (manner == Manner.CUT || manner == Manner.HALTING) {
                throw new IOException("broken off on purpose");
            }
        }
    }
}
