package com.protocolbanks.pb.bench.metering;

import com.protocolbanks.evm.Hash32;
import com.protocolbanks.pb.bench.load.RequestFile;
import com.protocolbanks.x402.session.WindowRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.function.IntFunction;

/** Writes requests of one session, each with an id of its own; they are good for a minute. */
final class SignedRequests {
    private static final String HOST = "Host: 127.0.0.1\r\n";

    private final String token;
    private final byte[] secret;
    private int series;

    SignedRequests(String token, byte[] secret) {
        this.token = token;
        this.secret = secret.clone();
    }

    /** Authorizations of the route with the fixed price. */
    RequestFile authorizations(Path file, int count) throws IOException {
        return RequestFile.write(file, count, requests("GET", "/r/" + Ground.CHECK, ""));
    }

    /** Chat completions by that model; the model {@code stream} answers by events. */
    RequestFile chats(Path file, int count, String model) throws IOException {
        return RequestFile.write(file, count, requests("POST", "/v1/chat/completions", chat(model)));
    }

    static String chat(String model) {
        return "{\"model\":\"" + model + "\",\"stream\":" + model.equals("stream")
                + ",\"max_tokens\":64,\"messages\":[{\"role\":\"user\",\"content\":\"What is due this month, and to whom?\"}]}";
    }

    /** A new series of ids at each call. */
    IntFunction<String> requests(String method, String path, String body) {
        int mine = ++series;
        long now = System.currentTimeMillis();
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        var digest = sha256(bytes);
        var head = method + " " + path + " HTTP/1.1\r\n" + HOST + "Authorization: Bearer " + token + "\r\n"
                + content(bytes);
        return number -> {
            var id = String.format(Locale.ROOT, "bench-%06d-%09d", mine, number);
            var request = new WindowRequest(method, path, digest, id, now);
            return head + WindowRequest.REQUEST_ID + ": " + id + "\r\n" + WindowRequest.TIMESTAMP + ": " + now + "\r\n"
                    + WindowRequest.SIGNATURE + ": " + request.mac(secret) + "\r\n\r\n" + body;
        };
    }

    static String content(byte[] body) {
        return body.length == 0 ? "" : "Content-Type: application/json\r\nContent-Length: " + body.length + "\r\n";
    }

    private static Hash32 sha256(byte[] bytes) {
        try {
            return new Hash32(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
