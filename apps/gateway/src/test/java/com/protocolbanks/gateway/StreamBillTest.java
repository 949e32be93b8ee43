package com.protocolbanks.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.billing.keys.FreezeReason;
import com.protocolbanks.embedded.upstream.InvoiceLine;
import com.protocolbanks.embedded.upstream.LeavingClient;
import com.protocolbanks.embedded.upstream.Manner;
import com.protocolbanks.embedded.upstream.StreamedQuestion;
import com.protocolbanks.fixtures.Eventually;
import com.protocolbanks.fixtures.RealRedis;
import com.protocolbanks.gateway.admission.Digests;
import com.protocolbanks.gateway.upstream.Patience;
import com.protocolbanks.metering.keys.KeyPublisher;
import com.protocolbanks.x402.receipts.Outcome;
import com.protocolbanks.x402.receipts.ReceiptBody;
import com.protocolbanks.x402.receipts.ReceiptJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.math.BigInteger;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** The bill of a stream is the provider's own, whatever the client does. */
class StreamBillTest {
    @RegisterExtension
    static final RealRedis redis = new RealRedis();

    private GatewayBench bench;
    private GatewayBench.Agent agent;
    private WindowAgent window;

    @BeforeEach
    void aGateway() {
        bench = new GatewayBench(redis);
        bench.start();
        agent = bench.agent(1, 100_000_000, 100_000_000);
        window = WindowAgent.opened(bench.url(0), agent, 50_000_000);
    }

    @AfterEach
    void end() {
        bench.close();
    }

    @ParameterizedTest
    @EnumSource
    void whoLeavesAtAnyEventIsBilledWhatTheProviderBills(StreamedQuestion question) throws IOException {
        int events =
                (int) window.post(question.path(Manner.GOOD), question.body(Manner.GOOD), "request-to-count-events")
                        .body()
                        .lines()
                        .filter(line -> line.startsWith("data:"))
                        .count();
        assertThat(events).isGreaterThan(2);
        for (int stop = 0; stop < events; stop++) {
            var body = question.body(Manner.SLOW);
            var request = window.signed(question.path(Manner.SLOW), body, "request-leaves-%06d".formatted(stop));
            LeavingClient.send(request.build(), body, stop);
        }
        int requests = events + 1;
        Eventually.isTrue("all are billed", () -> agent.state().seq() == requests);

        assertThat(BigInteger.valueOf(agent.state().spent()))
                .isEqualTo(bench.invoiced(requests).stream()
                        .map(StreamBillTest::cost)
                        .reduce(BigInteger.ZERO, BigInteger::add));
        assertThat(agent.state().held()).isZero();
    }

    private static BigInteger cost(InvoiceLine line) {
        return BigInteger.valueOf(
                switch (line.path()) {
                    case "/mcp" -> 20_000;
                    case String path when path.startsWith("/words") -> 10_000;
                    default -> (line.input() - line.cached()) * 2 + line.cached() + line.output() * 8;
                });
    }

    private static String question(String path) {
        return Stream.of(StreamedQuestion.values())
                .filter(question -> question.path(Manner.GOOD).equals(path))
                .findFirst()
                .orElseThrow()
                .body(Manner.GOOD);
    }

    @Test
    void theReceiptComesBeforeTheEndAndTheUsageOnlyToWhoAsked() {
        var path = "/v1/chat/completions";
        var silent = window.post(path, question(path), "request-0000000001").body();
        var asked = window.post(
                        path,
                        question(path)
                                .replace(
                                        "\"stream\":true",
                                        "\"stream\":true,\"stream_options\":{\"include_usage\":true}"),
                        "request-0000000002")
                .body();

        assertThat(silent).doesNotContain("prompt_tokens").endsWith("data: [DONE]\n\n");
        assertThat(asked).contains("prompt_tokens");
        assertThat(silent.indexOf(": receipt ")).isPositive().isLessThan(silent.indexOf("[DONE]"));
        var receipt = receipt(silent);
        assertThat(receipt.outcome()).isEqualTo(Outcome.DELIVERED);
        var delivered = silent.substring(0, silent.indexOf(": receipt "));
        assertThat(receipt.responseDigest()).isEqualTo(Digests.sha256(delivered.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void anthropicsLastEventCarriesTheReceipt() {
        var body = window.post("/v1/messages", question("/v1/messages"), "request-0000000001")
                .body();

        var last = body.lines()
                .filter(line -> line.startsWith("data:"))
                .reduce((_, line) -> line)
                .orElseThrow();
        assertThat(JsonMapper.shared()
                        .readTree(last.substring(5))
                        .at("/receipt/body/outcome")
                        .asString(""))
                .isEqualTo("DELIVERED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"small-cut", "small-silent"})
    void aStreamWithoutAReportIsBilledByWhatCame(String model) {
        var path = "/v1/chat/completions";
        var body = window.post(path, question(path).replace("small", model), "request-0000000001")
                .body();

        var receipt = receipt(body);
        assertThat(receipt.outcome()).isEqualTo(Outcome.UPSTREAM_CUT);
        assertThat(receipt.charged()).isPositive().isLessThanOrEqualTo(receipt.held());
    }

    @Test
    void whoReportsMoreThanWasHeldIsPaidWhatWasHeld() {
        var path = "/v1/chat/completions";
        var receipt = receipt(window.post(path, question(path).replace("small", "small-greedy"), "request-0000000001")
                .body());

        assertThat(receipt.charged()).isEqualTo(receipt.held());
        assertThat(receipt.shortfall())
                .isEqualTo(cost(bench.invoiced(1).getFirst()).subtract(receipt.held()));
        assertThat(agent.state().spent()).isEqualTo(receipt.held().longValueExact());
    }

    @ParameterizedTest
    @CsvSource({"small-failing, 500", "small-moved, 307", "small-stuck, 504"})
    void whatFailsBeforeItsFirstWordCostsNothing(String model, int status) {
        var path = "/v1/chat/completions";
        var answer = window.post(path, question(path).replace("small", model), "request-0000000001");

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(agent.state().seq()).isZero();
        assertThat(agent.state().held()).isZero();
    }

    @Test
    void aStolenKeysStreamEndsAndIsBilledToThere() throws Exception {
        bench.patience = Patience.USUAL;
        bench.start();
        var path = "/v1/chat/completions";
        var question = question(path).replace("small", "small-halting");
        HttpResponse<InputStream> answer = Payer.HTTP.send(
                window.at(bench.url(1))
                        .signed(path, question, "request-0000000001")
                        .build(),
                BodyHandlers.ofInputStream());
        try (var reader = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            assertThat(reader.readLine()).startsWith("data:");
            var stolen = GatewayBench.key(agent.signer.address(), 100_000_000, 1, FreezeReason.STOLEN);
            var rest = CompletableFuture.supplyAsync(
                    () -> String.join("\n", reader.lines().toList()));
            // said again and again: nobody knows when the gateway's subscription stands
            Eventually.isTrue("the stream ends although its provider is silent", () -> {
                new KeyPublisher(redis.connection()).publish(stolen);
                return rest.isDone();
            });

            assertThat(rest.join()).contains("\"outcome\":\"CUT\"").doesNotContain("[DONE]");
            assertThat(receipt(rest.join()).charged()).isPositive();
        }
        assertThat(agent.state().held()).isZero();
    }

    @Test
    void aStreamPaidByAVoucherOfItsOwnIsChargedItsQuotedAmount() {
        var path = "/v1/chat/completions";
        var other = bench.agent(2, 1_000_000, 1_000_000);
        var payer = new Payer(bench.url(0), other);

        var answer = payer.post(path, question(path).replace("small", "small-slow"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).endsWith("data: [DONE]\n\n");
        assertThat(Payer.response(answer).orElseThrow().charged()).isEqualTo(payer.charged());
        assertThat(other.state().spent()).isEqualTo(payer.charged().longValueExact());
        assertThat(payer.charged()).isGreaterThan(cost(bench.invoiced(1).getFirst()));
    }

    private static ReceiptBody receipt(String stream) {
        var line = stream.lines()
                .filter(one -> one.startsWith(": receipt "))
                .findFirst()
                .orElseThrow();
        return ReceiptJson.receipt(JsonMapper.shared().readTree(line.substring(10)))
                .body();
    }
}
