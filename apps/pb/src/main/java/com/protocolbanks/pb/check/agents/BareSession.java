package com.protocolbanks.pb.check.agents;

import com.protocolbanks.evm.Hash32;
import com.protocolbanks.sdk.Payer;
import com.protocolbanks.sdk.Payments;
import com.protocolbanks.x402.SettlementDomain;
import com.protocolbanks.x402.Voucher;
import com.protocolbanks.x402.session.WindowRequest;
import com.protocolbanks.x402.wire.MalformedPayment;
import com.protocolbanks.x402.wire.Payment;
import com.protocolbanks.x402.wire.PaymentHeaders;
import com.protocolbanks.x402.wire.PaymentJson;
import com.protocolbanks.x402.wire.PaymentRequired;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.json.JsonMapper;

/**
 * A session under one voucher that is never raised, for requests that nobody repeats: what the gateway says is what counts.
 *
 * @param token good at every gateway
 * @param secret by which requests are signed, in base64url
 */
public record BareSession(HttpClient http, String token, String secret, Hash32 channelId) {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int UNSURE = 503;
    private static final long PAUSE_MILLIS = 500;

    /**
     * Signs the one voucher and takes the session for it.
     *
     * @param ceiling of the voucher, in the token's smallest unit
     */
    public static BareSession open(HttpClient http, URI gateway, PaidKey key, BigInteger ceiling)
            throws IOException, InterruptedException {
        var address = gateway.resolve("/v1/session");
        var unpaid = http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
        try {
            var terms = PaymentRequired.parse(
                            unpaid.headers().firstValue(PaymentHeaders.REQUIRED).orElse(""))
                    .accepts()
                    .getFirst();
            var config = new Payments(terms, Payer.from(key.key(), key.wallet())).config();
            var domain = new SettlementDomain(terms.chain(), SettlementDomain.CANONICAL);
            var voucher = new Voucher(domain.channelId(config), ceiling);
            var payment = new Payment.VoucherPayment(
                    config, voucher, key.key().sign(domain.digest(voucher)).bytes());
            var body = JsonMapper.shared().createObjectNode();
            body.set("payload", PaymentJson.write(payment));
            var opened = served(
                    http,
                    HttpRequest.newBuilder(address)
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofString(body.toString()))
                            .build());
            if (opened.statusCode() != 200) {
                throw new IOException("no session: " + opened.body());
            }
            var session = JsonMapper.shared().readTree(opened.body());
            return new BareSession(
                    http,
                    session.path("sessionToken").asString(),
                    session.path("hmacSecret").asString(),
                    voucher.channelId());
        } catch (MalformedPayment e) {
            throw new IOException(e);
        }
    }

    /** A POST of JSON; not repeated, unless the gateway said that its store was unsure and that nothing was charged. */
    public HttpResponse<String> post(URI gateway, String path, String json) throws IOException, InterruptedException {
        return served(
                http,
                HttpRequest.newBuilder(gateway.resolve(path))
                        .timeout(PATIENCE)
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(json))
                        .build());
    }

    /** A POST of JSON under an id, signed by the session's secret: however often it is sent, it is one request. */
    public HttpRequest signed(URI gateway, String path, String json, String id) {
        long now = System.currentTimeMillis();
        var digest = new Hash32(sha256(json.getBytes(StandardCharsets.UTF_8)));
        var mac = new WindowRequest("POST", path, digest, id, now)
                .mac(Base64.getUrlDecoder().decode(secret));
        return HttpRequest.newBuilder(gateway.resolve(path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .header(WindowRequest.REQUEST_ID, id)
                .header(WindowRequest.TIMESTAMP, Long.toString(now))
                .header(WindowRequest.SIGNATURE, mac)
                .POST(BodyPublishers.ofString(json))
                .build();
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static HttpResponse<String> served(HttpClient http, HttpRequest request)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            var answer = http.send(request, BodyHandlers.ofString());
            if (answer.statusCode() != UNSURE || System.nanoTime() > end) {
                return answer;
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
    }
}
