package com.protocolbanks.pb.check.agents;

import com.protocolbanks.evm.Hash32;
import com.protocolbanks.sdk.Payer;
import com.protocolbanks.sdk.Payments;
import com.protocolbanks.x402.wire.PaymentHeaders;
import com.protocolbanks.x402.wire.PaymentPayload;
import com.protocolbanks.x402.wire.PaymentRequired;
import com.protocolbanks.x402.wire.PaymentRequirements;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Pays each request by a voucher of its own, as a plain x402 client does; for a key with one channel. */
public record VoucherPayer(HttpClient http, PaidKey key) {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** The key's channel, by what the gateway asks for. */
    public Hash32 channelId(URI gateway) throws IOException, InterruptedException {
        return payments(asked(
                        HttpRequest.newBuilder(gateway.resolve("/v1/session")).build()))
                .channelId();
    }

    /**
     * A request with its payment in the header.
     *
     * @param spent what the channel has spent before it
     */
    public HttpRequest paid(URI gateway, String path, String json, BigInteger spent)
            throws IOException, InterruptedException {
        var request = unpaid(gateway, path, json);
        var terms = asked(request);
        var voucher = payments(terms).voucher(spent.add(terms.amount()));
        return HttpRequest.newBuilder(request, (_, _) -> true)
                .header(PaymentHeaders.SIGNATURE, new PaymentPayload(terms, voucher, null).toHeader())
                .build();
    }

    private static HttpRequest unpaid(URI gateway, String path, String json) {
        return HttpRequest.newBuilder(gateway.resolve(path))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .POST(BodyPublishers.ofString(json))
                .build();
    }

    private PaymentRequirements asked(HttpRequest request) throws IOException, InterruptedException {
        var answer = http.send(request, BodyHandlers.ofString());
        var header = answer.headers()
                .firstValue(PaymentHeaders.REQUIRED)
                .orElseThrow(() -> new IOException("no terms: " + answer.statusCode() + " " + answer.body()));
        return PaymentRequired.parse(header).accepts().getFirst();
    }

    private Payments payments(PaymentRequirements terms) {
        return new Payments(terms, Payer.from(key.key(), key.wallet()));
    }
}
