package com.protocolbanks.sdk;

import com.protocolbanks.evm.Hash32;
import com.protocolbanks.sdk.receipts.ReceiptLedger;
import com.protocolbanks.sdk.receipts.SignedHead;
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
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The gateway's own pages (terms, sessions, receipts, heads) and the requests that pay; blocks its (virtual) thread. */
final class Gateway {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int PAYMENT_REQUIRED = 402;

    private final HttpClient http;
    private final URI address;
    private final Duration patience;

    Gateway(HttpClient http, URI address, Duration patience) {
        this.http = http;
        this.address = address;
        this.patience = patience;
    }

    /** What became of a voucher. */
    sealed interface Opened {
        record Granted(SessionGrant session) implements Opened {}

        record Unpaid(PaymentRequired required) implements Opened {}
    }

    /** The gateway said no to one of its own pages, or something else than its protocol. */
    static final class Refusal extends Exception {
        private static final long serialVersionUID = 1L;

        Refusal(String code) {
            super(code);
        }

        String code() {
            return String.valueOf(getMessage());
        }
    }

    PaymentRequired terms() throws IOException, Refusal {
        var answer = send("GET", "/v1/session", Map.of(), new byte[0]);
        if (answer.statusCode() != PAYMENT_REQUIRED) {
            throw new Refusal(code(answer));
        }
        return required(answer);
    }

    Opened open(Payment payment) throws IOException, Refusal {
        // whoever finds the token cannot spend with it
        var body = JSON.createObjectNode().put("signed", true);
        body.set("payload", PaymentJson.write(payment));
        var answer =
                send("POST", "/v1/session", Map.of("content-type", "application/json"), JSON.writeValueAsBytes(body));
        if (answer.statusCode() == PAYMENT_REQUIRED) {
            return new Opened.Unpaid(required(answer));
        }
        var session = read(answer);
        return new Opened.Granted(new SessionGrant(
                session.path("sessionToken").asString(),
                Base64.getUrlDecoder().decode(session.path("hmacSecret").asString()),
                Instant.ofEpochSecond(session.path("expiresAt").asLong())));
    }

    SessionState state(String token) throws IOException, Refusal {
        var state = read(send("GET", "/v1/session", bearer(token), new byte[0]));
        try {
            return new SessionState(
                    amount(state, "limit"),
                    amount(state, "spent"),
                    amount(state, "held"),
                    amount(state, "left"),
                    Instant.ofEpochSecond(state.required("expiresAt").asLong()),
                    state.path("frozen").asBoolean());
        } catch (JacksonException | NumberFormatException e) {
            throw new Refusal("malformed_answer");
        }
    }

    /** Shows the ledger the receipts after its last one. */
    void receipts(String token, ReceiptLedger ledger) throws IOException, Refusal {
        while (true) {
            var from = ledger.verified();
            var page = read(send(
                    "GET",
                    "/v1/receipts?channel=" + from.channelId().hex() + "&after=" + from.seq(),
                    bearer(token),
                    new byte[0]));
            page.path("receipts").forEach(ledger::showReceipt);
            if (ledger.verified().seq() == from.seq()) {
                return;
            }
        }
    }

    SignedHead head(String token, Hash32 channelId) throws IOException, Refusal {
        try {
            return SignedHead.read(read(send("GET", "/v1/heads/" + channelId.hex(), bearer(token), new byte[0])));
        } catch (IllegalArgumentException e) {
            throw new Refusal("malformed_answer");
        }
    }

    HttpResponse<byte[]> send(String method, String path, Map<String, String> headers, byte[] body) throws IOException {
        var request = HttpRequest.newBuilder(address.resolve(path))
                .timeout(patience)
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        headers.forEach(request::setHeader);
        try {
            return http.send(request.build(), BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    static PaymentRequired required(HttpResponse<byte[]> answer) throws Refusal {
        try {
            var required = PaymentRequired.parse(
                    answer.headers().firstValue(PaymentHeaders.REQUIRED).orElse(""));
            if (required.accepts().isEmpty()) {
                throw new Refusal("no_channel_offered");
            }
            return required;
        } catch (MalformedPayment e) {
            throw new Refusal(e.code());
        }
    }

    /** The stable code in an error's body, or the status. */
    static String code(HttpResponse<byte[]> answer) {
        try {
            return JSON.readTree(answer.body()).path("code").asString("status_" + answer.statusCode());
        } catch (JacksonException _) {
            return "status_" + answer.statusCode();
        }
    }

    private static JsonNode read(HttpResponse<byte[]> answer) throws Refusal {
        if (answer.statusCode() != 200) {
            throw new Refusal(code(answer));
        }
        try {
            return JSON.readTree(answer.body());
        } catch (JacksonException _) {
            throw new Refusal("malformed_answer");
        }
    }

    private static Map<String, String> bearer(String token) {
        return Map.of("Authorization", "Bearer " + token);
    }

    private static BigInteger amount(JsonNode json, String name) {
        return new BigInteger(json.required(name).asString());
    }
}
