package com.protocolbanks.pb.check.processes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** FLUSHALL over a connection of its own. */
public final class RedisEmptying {
    private RedisEmptying() {}

    /** Returns when Redis has said that it is empty. */
    public static synchronized void of(URI redis) {
        try (var socket = new Socket(redis.getHost(), redis.getPort())) {
            socket.getOutputStream().write("FLUSHALL\r\n".getBytes(StandardCharsets.US_ASCII));
            int first = socket.getInputStream().read();
            if (first != '+') {
                throw new IllegalStateException("Redis did not empty itself");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
