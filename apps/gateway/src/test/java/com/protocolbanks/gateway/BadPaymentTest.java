package com.protocolbanks.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.billing.keys.FreezeReason;
import com.protocolbanks.billing.keys.SessionKey;
import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.ChainId;
import com.protocolbanks.fixtures.RealRedis;
import com.protocolbanks.metering.keys.KeySource.Kept;
import com.protocolbanks.x402.SettlementDomain;
import com.protocolbanks.x402.Voucher;
import com.protocolbanks.x402.wire.Payment.VoucherPayment;
import com.protocolbanks.x402.wire.PaymentHeaders;
import com.protocolbanks.x402.wire.PaymentPayload;
import com.protocolbanks.x402.wire.PaymentRequired;
import java.math.BigInteger;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Payments that are none: each has its answer, reaches no provider and moves no money. */
class BadPaymentTest {
    private static final String PATH = "/r/search/x";

    @RegisterExtension
    static final RealRedis redis = new RealRedis();

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

    /** The error that the refusal names to an x402 client. */
    private static String error(HttpResponse<String> refused) {
        return PaymentRequired.parse(
                        refused.headers().firstValue(PaymentHeaders.REQUIRED).orElseThrow())
                .error();
    }

    private HttpResponse<String> signedFor(SettlementDomain domain) {
        var request = payer.request(PATH, "{}");
        var way = Payer.requirements(Payer.send(request.build()));
        var voucher = new Voucher(agent.channelId, way.amount());
        var payment = new VoucherPayment(
                agent.config, voucher, agent.signer.sign(domain.digest(voucher)).bytes());
        return Payer.send(request.header(PaymentHeaders.SIGNATURE, new PaymentPayload(way, payment, null).toHeader())
                .build());
    }

    /** A channel that was never loaded has nothing either. */
    private void nothingHappened() {
        assertThat(bench.upstream.requests()).isZero();
        GatewayBench.now(bench.meter.state(agent.signer.address(), agent.channelId))
                .ifPresent(state -> {
                    assertThat(state.spent()).isZero();
                    assertThat(state.held()).isZero();
                });
    }

    @Test
    void aVoucherSignedForAnotherChainOrContract() {
        var chain = signedFor(new SettlementDomain(new ChainId(7000), SettlementDomain.CANONICAL));
        var contract = signedFor(
                new SettlementDomain(new ChainId(31337), Address.of("0x00000000000000000000000000000000000000ee")));

        assertThat(List.of(chain.statusCode(), contract.statusCode())).containsOnly(402);
        assertThat(error(chain)).isEqualTo(error(contract)).contains("signature");
        nothingHappened();
    }

    @ParameterizedTest
    @ValueSource(longs = {9_999, 10_001, 2_000_000})
    void aVoucherThatIsNotForThisPrice(long amount) {
        var request = payer.request(PATH, "{}");
        var way = Payer.requirements(Payer.send(request.build()));
        var refused = Payer.send(request.header(PaymentHeaders.SIGNATURE, payer.header(way, BigInteger.valueOf(amount)))
                .build());

        assertThat(refused.statusCode()).isEqualTo(402);
        assertThat(error(refused)).isNotEmpty();
        nothingHappened();
    }

    @Test
    void aKeyThatIsFrozenOrExpired() {
        var frozen = bench.agent(2, 1_000_000, 1_000_000);
        bench.kept.put(
                frozen.signer.address(),
                new Kept(GatewayBench.key(frozen.signer.address(), 1_000_000, 1, FreezeReason.MEMBER), List.of()));
        var expired = bench.agent(3, 1_000_000, 1_000_000);
        bench.kept.put(expired.signer.address(), new Kept(past(expired.signer.address()), List.of()));

        assertThat(new Payer(bench.url(0), frozen).post(PATH, "{}"))
                .satisfies(refused -> assertThat(refused.statusCode()).isEqualTo(403))
                .satisfies(refused -> assertThat(refused.body()).contains("\"key_frozen\""));
        assertThat(new Payer(bench.url(0), expired).post(PATH, "{}"))
                .satisfies(refused -> assertThat(refused.statusCode()).isEqualTo(403))
                .satisfies(refused -> assertThat(refused.body()).contains("\"key_expired\""));
        nothingHappened();
    }

    private static SessionKey past(Address address) {
        var good = GatewayBench.key(address, 1_000_000, 0, null);
        return new SessionKey(
                good.id(),
                good.orgId(),
                good.publicKey(),
                good.token(),
                good.limit(),
                good.used(),
                Clock.systemUTC().instant().minusSeconds(1),
                good.routes(),
                good.payers(),
                false,
                null,
                0,
                0,
                good.createdAt());
    }

    @Test
    void aProviderThatIsDownCostsNothing() {
        bench.upstream.close();

        var answer = payer.post(PATH, "{}");

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.body()).contains("upstream_unreachable");
        assertThat(agent.state().spent()).isZero();
        assertThat(agent.state().held()).isZero();
    }
}
