package com.protocolbanks.sdk;

import com.protocolbanks.evm.Hash32;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The headers that stand for one request under a session: the request id makes it unrepeatable, the code binds it to its
 * method, path, body and time.
 */
public final class WindowSignature {
    public static final String REQUEST_ID = "PB-Request-Id";
    public static final String TIMESTAMP = "PB-Timestamp";
    public static final String SIGNATURE = "PB-Signature";

    private static final String HMAC = "HmacSHA256";

    private WindowSignature() {}

    static Map<String, String> headers(SessionGrant session, AgentRequest request, Instant at) {
        long millis = at.toEpochMilli();
        var headers = new LinkedHashMap<String, String>();
        headers.put("Authorization", "Bearer " + session.token());
        headers.put(REQUEST_ID, request.id());
        headers.put(TIMESTAMP, Long.toString(millis));
        headers.put(SIGNATURE, code(session.secret(), request, millis));
        return headers;
    }

    /** HMAC-SHA256 in base64url over method, path, body digest, request id and milliseconds, one a line. */
    static String code(byte[] secret, AgentRequest request, long millis) {
        String words = String.join(
                "\n",
                request.method(),
                request.path(),
                HexFormat.of().formatHex(sha256(request.body()).bytes()),
                request.id(),
                Long.toString(millis));
        try {
            var mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(secret, HMAC));
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(mac.doFinal(words.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + HMAC, e);
        }
    }

    static Hash32 sha256(byte[] bytes) {
        try {
            return new Hash32(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
