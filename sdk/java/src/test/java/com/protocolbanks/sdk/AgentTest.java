package com.protocolbanks.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.keys.SigningKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class AgentTest {
    private static final SigningKey WALLET = SigningKey.of(Hash32.of(BigInteger.valueOf(11)));
    private static final SigningKey KEY = SigningKey.of(Hash32.of(BigInteger.valueOf(12)));

    private final HttpClient http = HttpClient.newHttpClient();
    private final AtomicLong salts = new AtomicLong();
    private ScriptedGateway gateway = none();

    private static ScriptedGateway none() {
        try {
            return new ScriptedGateway();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @BeforeEach
    void start() {
        gateway.balance = BigInteger.valueOf(100_000);
    }

    @AfterEach
    void stop() {
        gateway.close();
        http.close();
    }

    @Test
    void sixtyFourRequestsAreInFlightUnderOneSignatureAndTheChannelFundsItselfFirst() throws Exception {
        gateway.balance = BigInteger.ZERO;
        gateway.gather = new CountDownLatch(64);
        Agent agent = open(2000, 3000);
        List<Callable<Paid>> asks = new ArrayList<>();
        IntStream.range(0, 64).forEach(n -> asks.add(() -> ask(agent, n)));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Paid> one : threads.invokeAll(asks)) {
                assertThat(one.get()).isInstanceOf(Paid.Answered.class);
            }
        }
        assertThat(gateway.mostInFlight).hasValue(64);
        assertThat(gateway.vouchers).containsExactly(BigInteger.valueOf(2000));
        assertThat(agent.proven().spent()).isEqualTo(640);
        assertThat(agent.audit()).isEmpty();
    }

    @Test
    void theCeilingRisesAsTheWindowRunsLowNeverByMoreThanTheExposure() {
        Agent agent = open(40, 60);
        for (int n = 0; n < 20; n++) {
            assertThat(ask(agent, n)).isInstanceOf(Paid.Answered.class);
            assertThat(agent.exposure()).isLessThanOrEqualTo(BigInteger.valueOf(60));
        }
        assertThat(gateway.spent()).isEqualTo(200);
        assertThat(gateway.vouchers).hasSizeGreaterThan(2).isSorted();
    }

    @Test
    void moreThanTheExposureAllowsIsRefusedOnThisSide() {
        assertThat(ask(open(5, 5), 1)).isInstanceOf(Paid.ExposureReached.class);
        assertThat(gateway.spent()).isZero();
    }

    @Test
    void aLostAnswerIsAskedForAgainUnderTheSameIdAndChargedOnce() throws Exception {
        gateway.lose.add(id(1));
        Agent agent = open(100, 100);
        assertThat(said(ask(agent, 1))).isEqualTo("answer to " + id(1));
        assertThat(gateway.spent()).isEqualTo(10);
        assertThat(agent.audit()).isEmpty();
    }

    @Test
    void afterAWrongReceiptNothingMoreIsSigned() {
        gateway.shown = receipt -> {
            if (receipt.path("seq").asLong() == 3) {
                ((ObjectNode) receipt.path("body")).put("requestDigest", Hash32.ZERO.hex());
            }
            return receipt;
        };
        Agent agent = open(40, 40);
        Paid last = ask(agent, 0);
        for (int n = 1; n < 10 && last instanceof Paid.Answered; n++) {
            last = ask(agent, n);
        }
        assertThat(last).isInstanceOf(Paid.Disputed.class);
        assertThat(gateway.vouchers.getLast()).isLessThanOrEqualTo(BigInteger.valueOf(70));
    }

    @Test
    void aRestartedAgentLearnsItsHighestVoucherFromItsOwnSignature() {
        Agent first = open(2000, 3000);
        ask(first, 1);
        var again = settings(500, 3000);
        var resumed = new AgentSettings(
                again.gateway(),
                again.payer(),
                again.window(),
                again.signers(),
                Optional.of(first.proven()),
                again.patience(),
                again.surroundings());
        Agent second = opened(resumed);
        assertThat(ask(second, 2)).isInstanceOf(Paid.Answered.class);
        assertThat(second.proven().seq()).isEqualTo(2);
        assertThat(gateway.vouchers.getLast()).isEqualTo(2000);
    }

    @Test
    void aGatewayThatIsNotThereIsSaidSo() {
        gateway.close();
        assertThat(Agent.open(settings(10, 10)))
                .isInstanceOfSatisfying(
                        Agent.Opening.NotOpened.class,
                        it -> assertThat(it.reason()).isInstanceOf(Paid.Unreachable.class));
    }

    private AgentSettings settings(long step, long exposure) {
        return AgentSettings.of(
                gateway.address(),
                Payer.funding(KEY, WALLET, BigInteger.valueOf(5000)),
                new WindowSize(BigInteger.valueOf(step), BigInteger.valueOf(exposure)),
                new AgentSettings.Surroundings(
                        http, InstantSource.system(), () -> Hash32.of(BigInteger.valueOf(salts.incrementAndGet()))));
    }

    private Agent open(long step, long exposure) {
        return opened(settings(step, exposure));
    }

    private static Agent opened(AgentSettings settings) {
        return switch (Agent.open(settings)) {
            case Agent.Opening.Opened(Agent agent) -> agent;
            case Agent.Opening.NotOpened(Paid reason) -> throw new AssertionError(reason);
        };
    }

    private static Paid ask(Agent agent, int n) {
        return agent.send(AgentRequest.json(id(n), "/r/plain?n=" + n, "{\"n\":" + n + "}"));
    }

    private static String id(int n) {
        return "request-" + n + "-0123456789";
    }

    private static String said(Paid paid) {
        return paid instanceof Paid.Answered(int _, var _, byte[] body)
                ? new String(body, StandardCharsets.UTF_8)
                : paid.toString();
    }
}
