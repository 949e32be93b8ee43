package com.protocolbanks.gateway;

import com.protocolbanks.evm.Hash32;
import com.protocolbanks.gateway.GatewayBench.Agent;
import com.protocolbanks.gateway.admission.Digests;
import com.protocolbanks.x402.session.WindowRequest;
import com.protocolbanks.x402.wire.PaymentJson;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import tools.jackson.databind.json.JsonMapper;

/** An agent inside a session: signs each request by the session's secret. */
final class WindowAgent {
    private final URI gateway;
    private final String token;
    private final byte[] secret;

    private WindowAgent(URI gateway, String token, byte[] secret) {
        this.gateway = gateway;
        this.token = token;
        this.secret = secret;
    }

    static HttpResponse<String> open(URI gateway, Agent agent, long ceiling) {
        return open(gateway, agent, ceiling, false);
    }

    static HttpResponse<String> open(URI gateway, Agent agent, long ceiling, boolean signed) {
        var body = JsonMapper.shared().createObjectNode().put("signed", signed);
        body.set("payload", PaymentJson.write(agent.voucher(BigInteger.valueOf(ceiling))));
        return Payer.send(HttpRequest.newBuilder(gateway.resolve("/v1/session"))
                .POST(BodyPublishers.ofString(body.toString()))
                .build());
    }

    static WindowAgent opened(URI gateway, Agent agent, long ceiling) {
        return of(gateway, open(gateway, agent, ceiling));
    }

    /** An agent whose every request has to be signed. */
    static WindowAgent signing(URI gateway, Agent agent, long ceiling) {
        return of(gateway, open(gateway, agent, ceiling, true));
    }

    private static WindowAgent of(URI gateway, HttpResponse<String> opened) {
        var session = JsonMapper.shared().readTree(opened.body());
        return new WindowAgent(
                gateway,
                session.required("sessionToken").asString(),
                Base64.getUrlDecoder().decode(session.required("hmacSecret").asString()));
    }

    /** The same session at another gateway. */
    WindowAgent at(URI other) {
        return new WindowAgent(other, token, secret);
    }

    String token() {
        return token;
    }

    HttpRequest.Builder signed(String path, String body, String id) {
        return signed(path, body, id, Clock.systemUTC().millis());
    }

    HttpRequest.Builder signed(String path, String body, String id, long at) {
        Hash32 digest = Digests.sha256(body.getBytes(StandardCharsets.UTF_8));
        return HttpRequest.newBuilder(gateway.resolve(path))
                .timeout(Duration.ofSeconds(60))
                .header("content-type", "application/json")
                .header("authorization", "Bearer " + token)
                .header(WindowRequest.REQUEST_ID, id)
                .header(WindowRequest.TIMESTAMP, Long.toString(at))
                .header(WindowRequest.SIGNATURE, new WindowRequest("POST", path, digest, id, at).mac(secret))
                .POST(BodyPublishers.ofString(body));
    }

    HttpResponse<String> post(String path, String body, String id) {
        return Payer.send(signed(path, body, id).build());
    }

    HttpResponse<String> get(String path) {
        return Payer.send(HttpRequest.newBuilder(gateway.resolve(path))
                .header("authorization", "Bearer " + token)
                .build());
    }
}
