package com.protocolbanks.x402.session;

import com.protocolbanks.evm.Hash32;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * One request of a session, as agent and gateway both see it; its MAC says that the agent made it.
 *
 * @param method in capitals
 * @param path with the query, as it stands in the request line
 * @param bodySha256 of the body's bytes; of no bytes when there is no body
 * @param requestId 16 to 64 of {@code A-Z a-z 0-9 _ -}
 * @param timestampMs milliseconds of Unix time by the agent's clock
 */
public record WindowRequest(String method, String path, Hash32 bodySha256, String requestId, long timestampMs) {
    /** The header of the request's id. */
    public static final String REQUEST_ID = "PB-Request-Id";
    /** The header of the time, in milliseconds of Unix time. */
    public static final String TIMESTAMP = "PB-Timestamp";
    /** The header of the MAC. */
    public static final String SIGNATURE = "PB-Signature";
    /** A header of answers: the request was charged before, and what it was answered then is not kept any more. */
    public static final String ANSWER_GONE = "PB-Answer-Gone";

    private static final String ALGORITHM = "HmacSHA256";

    /** @throws IllegalArgumentException for an id of another form */
    public WindowRequest {
        if (requestId.length() < 16
                || requestId.length() > 64
                || !requestId.chars().allMatch(WindowRequest::isAllowed)) {
            throw new IllegalArgumentException("a request id is 16 to 64 of A-Z a-z 0-9 _ -");
        }
    }

    private static boolean isAllowed(int letter) {
        return (letter >= 'a' && letter <= 'z')
                || (letter >= 'A' && letter <= 'Z')
                || (letter >= '0' && letter <= '9')
                || letter == '_'
                || letter == '-';
    }

    /** What is authenticated: method, path, hex of the body's hash, id and time, each but the last followed by a line feed. */
    public String canonical() {
        return method
                + '\n'
                + path
                + '\n'
                + HexFormat.of().formatHex(bodySha256.bytes())
                + '\n'
                + requestId
                + '\n'
                + timestampMs;
    }

    /** The HMAC-SHA256 of {@link #canonical} under the session's secret, in base64url without padding. */
    public String mac(byte[] secret) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(mac.doFinal(canonical().getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, impossible);
        }
    }
}
