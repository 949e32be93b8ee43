package com.protocolbanks.pb.bench.metering;

import com.protocolbanks.pb.bench.load.RequestFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Locale;
import java.util.function.IntFunction;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Writes requests as the peer checks them: an HMAC over method, path, time, id and key. */
final class PeerRequests {
    static final String SECRET = "the-peers-secret-of-some-32-bytes";
    static final String KEY = "agent-1";

    private static final String ALGORITHM = "HmacSHA256";
    private static int series;

    private PeerRequests() {}

    static RequestFile write(Path file, int count, String method, String path, String body) throws IOException {
        return RequestFile.write(file, count, requests(method, path, body));
    }

    static IntFunction<String> requests(String method, String path, String body) {
        int mine = ++series;
        long now = System.currentTimeMillis();
        var content = SignedRequests.content(body.getBytes(StandardCharsets.UTF_8));
        return number -> {
            // as long as the ids of the gateway's own requests
            var id = String.format(Locale.ROOT, "peers-%06d-%09d", mine, number);
            var text = method + "\n" + path + "\n" + now + "\n" + id + "\n" + KEY;
            return method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + content + "x-key: " + KEY + "\r\nx-time: "
                    + now + "\r\nx-id: " + id + "\r\nx-mac: " + mac(text) + "\r\n\r\n" + body;
        };
    }

    private static String mac(String text) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return Base64.getEncoder()
                    .withoutPadding()
                    .encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
