package com.protocolbanks.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.fixtures.Eventually;
import com.protocolbanks.fixtures.RealRedis;
import com.protocolbanks.x402.receipts.ReceiptJson;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.json.JsonMapper;

/** Requests inside a session under one voucher. */
class WindowPaymentTest {
    @RegisterExtension
    static final RealRedis redis = new RealRedis();

    private static final String CHAT = "/v1/chat/completions";
    private static final String QUESTION =
            "{\"model\":\"small\",\"messages\":[{\"role\":\"user\",\"content\":\"Which way?\"}]}";

    private GatewayBench bench;
    private GatewayBench.Agent agent;

    @BeforeEach
    void aGateway() {
        bench = new GatewayBench(redis);
        bench.start();
        agent = bench.agent(1, 10_000_000, 10_000_000);
    }

    @AfterEach
    void end() {
        bench.close();
    }

    @Test
    void aRequestIsChargedOnceHoweverOftenItIsSent() {
        var window = WindowAgent.opened(bench.url(0), agent, 1_000_000);

        var first = window.post(CHAT, QUESTION, "request-0000000001");
        var again = window.post(CHAT, QUESTION, "request-0000000001");

        assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().firstValue("payment-response"))
                .isEqualTo(first.headers().firstValue("payment-response"));
        assertThat(bench.upstream.requests()).isEqualTo(1);
        assertThat(agent.state().seq()).isEqualTo(1);
    }

    @Test
    void anIdIsOfOneRequest() {
        var window = WindowAgent.opened(bench.url(0), agent, 1_000_000);
        window.post(CHAT, QUESTION, "request-0000000001");

        var other = window.post(CHAT, QUESTION.replace("Which", "What"), "request-0000000001");

        assertThat(other.statusCode()).isEqualTo(409);
        assertThat(code(other)).isEqualTo("replayed");
        assertThat(agent.state().seq()).isEqualTo(1);
    }

    @Test
    void aLostReplyIsFetchedAgainAtAnotherGatewayWithoutACharge() throws Exception {
        bench.start();
        var window = WindowAgent.opened(bench.url(0), agent, 1_000_000);
        var slow = QUESTION.replace("small", "small-slow").replace("\"messages\"", "\"stream\":true,\"messages\"");
        try (var leaves =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            var lost =
                    leaves.send(window.signed(CHAT, slow, "request-lost-00001").build(), BodyHandlers.ofInputStream());
            lost.body().read();
            lost.body().close();
        }
        Eventually.isTrue("the bill is made", () -> agent.state().seq() == 1);

        var again = window.at(bench.url(1)).post(CHAT, slow, "request-lost-00001");

        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.body()).contains(": receipt ").endsWith("data: [DONE]\n\n");
        assertThat(bench.upstream.requests()).isEqualTo(1);
        assertThat(agent.state().seq()).isEqualTo(1);
    }

    @Test
    void sixtyFourRequestsRunAtOnceUnderOneSignature() {
        var window = WindowAgent.opened(bench.url(0), agent, 5_000_000);
        var slow = QUESTION.replace("small", "small-slow").replace("\"messages\"", "\"stream\":true,\"messages\"");

        var answers = IntStream.range(0, 64)
                .mapToObj(at -> Payer.HTTP.sendAsync(
                        window.signed(CHAT, slow, "request-%012d".formatted(at)).build(), BodyHandlers.ofString()))
                .toList();

        assertThat(answers.stream().map(CompletableFuture::join).map(HttpResponse::statusCode))
                .containsOnly(200);
        assertThat(agent.state().seq()).isEqualTo(64);
        assertThat(agent.state().held()).isZero();
    }

    @Test
    void forgedOldAndStrangeHeadersBuyNothing() {
        var window = WindowAgent.opened(bench.url(0), agent, 1_000_000);
        var old = Clock.systemUTC().millis() - 61_000;
        var stale = Payer.send(
                window.signed(CHAT, QUESTION, "request-0000000001", old).build());
        var forged = Payer.send(window.signed(CHAT, QUESTION, "request-0000000001")
                .POST(HttpRequest.BodyPublishers.ofString(QUESTION + " "))
                .build());
        var stranger = Payer.send(HttpRequest.newBuilder(bench.url(0).resolve(CHAT))
                .header("authorization", "Bearer pbs_AAAA.BBBB")
                .POST(HttpRequest.BodyPublishers.ofString(QUESTION))
                .build());

        assertThat(List.of(code(stale), code(forged), code(stranger)))
                .containsExactly("replayed", "bad_signature", "session_expired");
        assertThat(bench.upstream.requests()).isZero();
    }

    @Test
    void aTokenOfSignedRequestsBuysNothingByItself() {
        var window = WindowAgent.signing(bench.url(0), agent, 1_000_000);

        var bare = Payer.send(HttpRequest.newBuilder(bench.url(0).resolve(CHAT))
                .header("authorization", "Bearer " + window.token())
                .POST(HttpRequest.BodyPublishers.ofString(QUESTION))
                .build());

        assertThat(code(bare)).isEqualTo("bad_signature");
        assertThat(bench.upstream.requests()).isZero();
        assertThat(window.post(CHAT, QUESTION, "request-0000000001").statusCode())
                .isEqualTo(200);
    }

    @Test
    void aBearerTokenAloneServesClientsThatCanSendNothingElse() {
        var window = WindowAgent.opened(bench.url(0), agent, 1_000_000);

        var answer = Payer.send(HttpRequest.newBuilder(bench.url(0).resolve(CHAT))
                .header("authorization", "Bearer " + window.token())
                .POST(HttpRequest.BodyPublishers.ofString(QUESTION))
                .build());

        assertThat(answer.statusCode()).isEqualTo(200);
        var id = answer.headers().firstValue("pb-request-id").orElseThrow();
        var receipt = window.get("/v1/receipts/" + id);
        assertThat(ReceiptJson.receipt(
                                JsonMapper.shared().readTree(receipt.body()).path("receipt"))
                        .seq())
                .isEqualTo(1);
        var state = JsonMapper.shared().readTree(window.get("/v1/session").body());
        assertThat(state.path("spent").asString())
                .isEqualTo(Long.toString(agent.state().spent()));
    }

    @Test
    void anAnswerIsMadeToFitIntoWhatIsLeft() {
        var window = WindowAgent.opened(bench.url(0), agent, 500);

        var answer = window.post(CHAT, QUESTION, "request-0000000001");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(agent.state().spent()).isLessThanOrEqualTo(500);
        var broke = window.post("/r/search/x", "{}", "request-0000000002");
        assertThat(broke.statusCode()).isEqualTo(402);
        assertThat(code(broke)).isEqualTo("out_of_money");
    }

    @Test
    void whatIsOnlyAuthorizedIsChargedInOneStep() {
        var window = WindowAgent.opened(bench.url(0), agent, 1_000_000);

        var first = window.post("/r/gate/any/thing", "{}", "request-0000000001");
        var again = window.post("/r/gate/any/thing", "{}", "request-0000000001");

        assertThat(first.body()).isEqualTo("{\"authorized\":true}").isEqualTo(again.body());
        assertThat(agent.state().spent()).isEqualTo(1000);
        assertThat(bench.upstream.requests()).isZero();
    }

    @Test
    void anEndingGatewayFinishesWhatItHasBegun() {
        var window = WindowAgent.opened(bench.url(0), agent, 1_000_000);
        var slow = QUESTION.replace("small", "small-slow").replace("\"messages\"", "\"stream\":true,\"messages\"");
        var running = Payer.HTTP.sendAsync(
                window.signed(CHAT, slow, "request-0000000001").build(), BodyHandlers.ofString());
        Eventually.isTrue("it has begun", () -> bench.upstream.requests() == 1);

        bench.gateways.getFirst().close();

        assertThat(running.join().body()).endsWith("data: [DONE]\n\n");
        assertThat(agent.state().seq()).isEqualTo(1);
        bench.gateways.clear();
    }

    @Test
    void aCeilingAboveTheDepositOpensNoSession() {
        var refused = WindowAgent.open(bench.url(0), agent, 10_000_001);

        assertThat(refused.statusCode()).isEqualTo(402);
        assertThat(Payer.requirements(refused).payTo()).isEqualTo(GatewayBench.RECEIVER);
    }

    @Test
    void anOldVoucherOpensNoSession() {
        WindowAgent.opened(bench.url(0), agent, 500_000);

        var refused = WindowAgent.open(bench.url(0), agent, 400_000);

        assertThat(refused.statusCode()).isEqualTo(402);
        assertThat(code(refused)).isEqualTo("cumulative_mismatch");
        assertThat(WindowAgent.open(bench.url(0), agent, 500_000).statusCode()).isEqualTo(200);
    }

    private static String code(HttpResponse<String> answer) {
        return JsonMapper.shared().readTree(answer.body()).path("code").asString("");
    }
}
