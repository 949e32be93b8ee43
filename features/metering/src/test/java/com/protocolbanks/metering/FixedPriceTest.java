package com.protocolbanks.metering;

import static com.protocolbanks.metering.MeterBench.now;
import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.fixtures.RealRedis;
import com.protocolbanks.x402.receipts.UsageReceipt;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Charges of fixed prices that come at once go together, and come out as if each had come alone. */
class FixedPriceTest {
    private static final int REQUESTS = 2_000;

    @RegisterExtension
    static final RealRedis redis = new RealRedis();

    @Test
    void chargesAtOnceAddUpOneAfterTheOther() {
        var bench = new MeterBench(redis);
        long ceiling = 20_000;
        var agent = bench.agent(31, ceiling, ceiling);
        now(bench.meter.accept(agent.ceiling(Mode.WINDOW, ceiling)));
        var random = new SplittableRandom(31);

        var asked = new ArrayList<CompletionStage<Admission>>();
        for (int i = 0; i < REQUESTS; i++) {
            asked.add(charge(bench, agent, ceiling, "request-" + i, random.nextLong(50)));
        }
        var charged = charged(asked);

        var spent = BigInteger.ZERO;
        for (int i = 0; i < charged.size(); i++) {
            var receipt = charged.get(i);
            spent = spent.add(receipt.body().charged());
            assertThat(receipt.seq()).isEqualTo(i + 1L);
            assertThat(receipt.spent()).isEqualTo(spent);
        }
        assertThat(charged).hasSizeLessThan(REQUESTS); // the ceiling was reached
        var state = agent.state();
        assertThat(state.spent()).isEqualTo(spent.longValueExact()).isLessThanOrEqualTo(ceiling);
        assertThat(state.keySpent()).isEqualTo(state.spent());
        assertThat(state.seq()).isEqualTo(charged.size());
        assertThat(asked)
                .filteredOn(one -> now(one) instanceof Admission.Refused)
                .allSatisfy(one -> assertThat(now(one))
                        .isInstanceOfSatisfying(
                                Admission.Refused.class,
                                refused -> assertThat(refused.refusal()).isEqualTo(Refusal.OUT_OF_MONEY)));
    }

    @Test
    void oneIdIsChargedOnceAlsoByAGatewayWhoseClockHasNotReachedTheHourYet() {
        var bench = new MeterBench(redis);
        var agent = bench.agent(36, 1000, 1000);
        now(bench.meter.accept(agent.ceiling(Mode.WINDOW, 1000)));
        bench.clock.advance(Duration.ofMinutes(60).plusSeconds(1));
        assertThat(now(charge(bench, agent, 1000, "request", 7))).isInstanceOf(Admission.Charged.class);

        bench.clock.advance(Duration.ofSeconds(-3));
        assertThat(now(charge(bench, agent, 1000, "request", 7))).isInstanceOf(Admission.Repeated.class);
        assertThat(agent.state().spent()).isEqualTo(7);
    }

    @Test
    void oneIdIsChargedOnceHoweverOftenItComesAtOnce() {
        var bench = new MeterBench(redis);
        var agent = bench.agent(32, 1000, 1000);
        now(bench.meter.accept(agent.ceiling(Mode.WINDOW, 1000)));

        var asked = new ArrayList<CompletionStage<Admission>>();
        for (int i = 0; i < 300; i++) {
            asked.add(charge(bench, agent, 1000, "request-" + i % 3, 7));
        }

        var charged = charged(asked);
        assertThat(charged).hasSize(3);
        assertThat(asked)
                .filteredOn(one -> now(one) instanceof Admission.Repeated)
                .hasSize(297)
                .allSatisfy(one -> assertThat(now(one))
                        .isInstanceOfSatisfying(
                                Admission.Repeated.class,
                                repeated -> assertThat(charged).contains(repeated.receipt())));
        assertThat(agent.state().spent()).isEqualTo(21);
    }

    @Test
    void theLastUnitsAreCountedExactly() {
        var bench = new MeterBench(redis);
        var agent = bench.agent(33, Ceiling.MOST, Ceiling.MOST);
        now(bench.meter.accept(agent.ceiling(Mode.WINDOW, Ceiling.MOST)));

        var asked = new ArrayList<CompletionStage<Admission>>();
        asked.add(charge(bench, agent, Ceiling.MOST, "nearly-all", Ceiling.MOST - 3));
        for (int i = 0; i < 10; i++) {
            asked.add(charge(bench, agent, Ceiling.MOST, "unit-" + i, 1));
        }

        assertThat(charged(asked).stream().map(UsageReceipt::spent))
                .containsExactly(amount(3), amount(2), amount(1), amount(0));
        assertThat(agent.state().spent()).isEqualTo(Ceiling.MOST);
    }

    @Test
    void whatIsRunningIsNotChargedBeside() {
        var bench = new MeterBench(redis);
        var agent = bench.agent(34, 1000, 1000);
        now(bench.meter.accept(agent.ceiling(Mode.WINDOW, 1000)));
        agent.hold(agent.session(1000), "running", 10);

        var asked = List.of(
                charge(bench, agent, 1000, "first", 1),
                charge(bench, agent, 1000, "running", 10),
                charge(bench, agent, 1000, "second", 989),
                charge(bench, agent, 1000, "too-much", 1));

        assertThat(now(asked.get(1))).isInstanceOf(Admission.InProgress.class);
        assertThat(charged(asked)).extracting(one -> one.body().requestId()).containsExactly("first", "second");
        assertThat(agent.state().held()).isEqualTo(10);
    }

    private static BigInteger amount(int lessThanMost) {
        return BigInteger.valueOf(Ceiling.MOST - lessThanMost);
    }

    private static CompletionStage<Admission> charge(
            MeterBench bench, MeterBench.Agent agent, long ceiling, String id, long price) {
        return bench.meter.charge(
                new HoldRequest(agent.session(ceiling), bench.clock.instant(), agent.body(id, price, price)));
    }

    /** The receipts in their order. */
    private static List<UsageReceipt> charged(List<CompletionStage<Admission>> asked) {
        return asked.stream()
                .map(MeterBench::now)
                .filter(Admission.Charged.class::isInstance)
                .map(one -> ((Admission.Charged) one).receipt())
                .sorted(Comparator.comparingLong(UsageReceipt::seq))
                .toList();
    }
}
