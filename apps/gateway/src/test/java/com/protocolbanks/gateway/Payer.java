package com.protocolbanks.gateway;

import com.protocolbanks.gateway.GatewayBench.Agent;
import com.protocolbanks.x402.wire.PaymentHeaders;
import com.protocolbanks.x402.wire.PaymentPayload;
import com.protocolbanks.x402.wire.PaymentRequired;
import com.protocolbanks.x402.wire.PaymentRequirements;
import com.protocolbanks.x402.wire.PaymentResponse;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** An agent that pays each request with a voucher of its own, as a plain x402 client does. */
final class Payer {
    static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(60))
            .build();

    private final URI gateway;
    private final Agent agent;
    private BigInteger charged = BigInteger.ZERO;

    Payer(URI gateway, Agent agent) {
        this.gateway = gateway;
        this.agent = agent;
    }

    /** Asks, is told the price, pays, and keeps count. */
    HttpResponse<String> post(String path, String body) {
        var request = request(path, body);
        var unpaid = send(request.build());
        if (unpaid.statusCode() != 402) {
            return unpaid;
        }
        return paid(request, requirements(unpaid));
    }

    HttpResponse<String> paid(HttpRequest.Builder request, PaymentRequirements way) {
        var answer = send(request.header(PaymentHeaders.SIGNATURE, header(way, charged.add(way.amount())))
                .build());
        response(answer).map(PaymentResponse::charged).ifPresent(amount -> charged = charged.add(amount));
        return answer;
    }

    /** A payment over a cumulative amount. */
    String header(PaymentRequirements way, BigInteger amount) {
        return new PaymentPayload(way, agent.voucher(amount), null).toHeader();
    }

    BigInteger charged() {
        return charged;
    }

    HttpRequest.Builder request(String path, String body) {
        return HttpRequest.newBuilder(gateway.resolve(path))
                .timeout(Duration.ofSeconds(60))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    static PaymentRequirements requirements(HttpResponse<?> answer) {
        return PaymentRequired.parse(
                        answer.headers().firstValue(PaymentHeaders.REQUIRED).orElseThrow())
                .accepts()
                .getFirst();
    }

    static Optional<PaymentResponse> response(HttpResponse<?> answer) {
        return answer.headers().firstValue(PaymentHeaders.RESPONSE).map(PaymentResponse::parse);
    }

    static HttpResponse<String> send(HttpRequest request) {
        try {
            return HTTP.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
