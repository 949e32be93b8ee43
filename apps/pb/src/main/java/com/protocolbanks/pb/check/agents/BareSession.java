package com.protocolbanks.pb.check.agents;

import com.protocolbanks.evm.Hash32;
import com.protocolbanks.sdk.Payer;
import com.protocolbanks.sdk.Payments;
import com.protocolbanks.x402.SettlementDomain;
import com.protocolbanks.x402.Voucher;
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
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.json.JsonMapper;

/**
 * A session under one voucher that is never raised, for requests that nobody repeats: what the gateway says is what counts.
 *
 * @param token good at every gateway
 */
public record BareSession(HttpClient http, String token, Hash32 channelId) {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int UNSURE = 503;
    private static final long PAUSE_MILLIS = 500;

    /** @param ceiling of the voucher, in the token's smallest unit */
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
            var token = JsonMapper.shared().readTree(opened.body()).path("sessionToken");
            return new BareSession(http, token.asString(), voucher.channelId());
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
