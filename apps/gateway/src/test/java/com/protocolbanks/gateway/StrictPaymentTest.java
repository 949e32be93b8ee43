package com.protocolbanks.gateway;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.fixtures.RealRedis;
import com.protocolbanks.x402.receipts.Outcome;
import com.protocolbanks.x402.receipts.ReceiptJson;
import com.protocolbanks.x402.wire.PaymentErrors;
import com.protocolbanks.x402.wire.PaymentHeaders;
import com.protocolbanks.x402.wire.PaymentRequired;
import java.math.BigInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Requests paid by vouchers of their own. */
class StrictPaymentTest {
    @RegisterExtension
    static final RealRedis redis = new RealRedis();

    private static final String QUESTION =
            "{\"model\":\"small\",\"messages\":[{\"role\":\"user\",\"content\":\"Which way?\"}]}";

    private GatewayBench bench;
    private GatewayBench.Agent agent;
    private Payer payer;

    @BeforeEach
    void aGateway() {
        bench = new GatewayBench(redis);
        bench.start();
        agent = bench.agent(1, 1_000_000, 1_000_000);
        payer = new Payer(bench.url(0), agent);
    }

    @AfterEach
    void end() {
        bench.close();
    }

    @Test
    void aChatCompletionIsBilledForWhatItUsed() {
        var answer = payer.post("/v1/chat/completions", QUESTION);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains("chat.completion");
        var line = bench.invoiced(1).getFirst();
        var cost = (line.input() - line.cached()) * 2 + line.cached() + line.output() * 8;
        var paid = Payer.response(answer).orElseThrow();
        assertThat(paid.success()).isTrue();
        assertThat(paid.charged()).isEqualTo(BigInteger.valueOf(cost));
        assertThat(requireNonNull(paid.channel()).charged()).isEqualTo(paid.charged());
        var receipt = ReceiptJson.receipt(requireNonNull(paid.receipt()));
        assertThat(receipt.body().outcome()).isEqualTo(Outcome.DELIVERED);
        assertThat(agent.state().spent()).isEqualTo(cost);
        assertThat(agent.state().held()).isZero();
    }

    @Test
    void theNextVoucherIsAboveTheLastCharge() {
        for (int turn = 1; turn <= 3; turn++) {
            assertThat(payer.post("/v1/chat/completions", QUESTION).statusCode())
                    .isEqualTo(200);
        }

        assertThat(BigInteger.valueOf(agent.state().spent())).isEqualTo(payer.charged());
        assertThat(agent.state().seq()).isEqualTo(3);
    }

    @Test
    void whoLostCountIsCorrectedWithProof() {
        payer.post("/v1/chat/completions", QUESTION);
        var forgetful = new Payer(bench.url(0), agent);

        var refused = forgetful.post("/r/search/x", "{}");

        assertThat(refused.statusCode()).isEqualTo(402);
        var required = PaymentRequired.parse(
                refused.headers().firstValue(PaymentHeaders.REQUIRED).orElseThrow());
        assertThat(required.error()).isEqualTo(PaymentErrors.CUMULATIVE_MISMATCH);
        var terms = required.accepts().getFirst().terms();
        assertThat(requireNonNull(terms.channel()).charged()).isEqualTo(payer.charged());
        assertThat(requireNonNull(terms.ceiling()).maxClaimable()).isGreaterThanOrEqualTo(payer.charged());
    }

    @Test
    void theCountryOfAPaidRequestIsWrittenDownOnce() {
        for (var country : new String[] {"nz", "NZ", "nowhere", "AU"}) {
            var request = payer.request("/r/search/x", "{}").header("country", country);
            var way = Payer.requirements(Payer.send(request.build()));
            assertThat(bench.countries).doesNotContain(agent.signer.address() + " AU");
            assertThat(payer.paid(request, way).statusCode()).isEqualTo(200);
        }

        assertThat(bench.countries).containsExactly(agent.signer.address() + " NZ", agent.signer.address() + " AU");
    }

    @Test
    void aPlainRouteCostsItsPrice() {
        var answer = payer.post("/r/search/things?q=1", "{}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("/things?q=1");
        assertThat(payer.charged()).isEqualTo(BigInteger.valueOf(10_000));
    }
}
