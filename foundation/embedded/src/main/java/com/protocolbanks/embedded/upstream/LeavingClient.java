package com.protocolbanks.embedded.upstream;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;

/** A client that breaks off its connection in the middle of an answer. */
public final class LeavingClient {
    /** Leaves without having read a byte. */
    public static final int AT_ONCE = -1;

    private static final int PATIENCE_MILLIS = 60_000;

    private LeavingClient() {}

    /**
     * Sends a POST over unencrypted HTTP and leaves.
     *
     * @param body of the request; the publisher's own is not looked at
     * @param events after how many of the answer; 0 leaves when the answer begins
     */
    public static void send(HttpRequest request, String body, int events) throws IOException {
        var uri = request.uri();
        try (var socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            var head = new StringBuilder("POST ").append(uri.getRawPath()).append(" HTTP/1.1\r\n");
            head.append("host: ").append(uri.getAuthority()).append("\r\n");
            request.headers()
                    .map()
                    .forEach((name, values) -> values.forEach(value ->
                            head.append(name).append(": ").append(value).append("\r\n")));
            head.append("content-length: ").append(bytes.length).append("\r\n\r\n");
            socket.getOutputStream().write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
            if (events != AT_ONCE) {
                read(
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8)),
                        events);
            }
        }
    }

    private static void read(BufferedReader answer, int events) throws IOException {
        int seen = 0;
        for (String line = answer.readLine(); line != null && seen < events; line = answer.readLine()) {
            seen += line.startsWith("data:") ? 1 : 0;
        }
    }
}
