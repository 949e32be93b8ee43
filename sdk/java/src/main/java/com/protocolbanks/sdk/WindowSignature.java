package com.protocolbanks.sdk;

import com.protocolbanks.evm.Hash32;
import com.protocolbanks.x402.session.WindowRequest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** The headers that stand for one request under a session ({@link WindowRequest}). */
final class WindowSignature {
    private WindowSignature() {}

    static Map<String, String> headers(SessionGrant session, AgentRequest request, Instant at) {
        var headers = new LinkedHashMap<String, String>();
        headers.put("Authorization", "Bearer " + session.token());
        headers.put(WindowRequest.REQUEST_ID, request.id());
        headers.put(WindowRequest.TIMESTAMP, Long.toString(at.toEpochMilli()));
        headers.put(WindowRequest.SIGNATURE, code(session.secret(), request, at.toEpochMilli()));
        return headers;
    }

    static String code(byte[] secret, AgentRequest request, long millis) {
        return new WindowRequest(request.method(), request.path(), sha256(request.body()), request.id(), millis)
                .mac(secret);
    }

    static Hash32 sha256(byte[] bytes) {
        try {
            return new Hash32(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
