package com.protocolbanks.metering;

import static com.protocolbanks.metering.MeterBench.now;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.protocolbanks.billing.keys.FreezeReason;
import com.protocolbanks.billing.keys.SessionKey;
import com.protocolbanks.fixtures.RealRedis;
import com.protocolbanks.metering.keys.KeyPublisher;
import com.protocolbanks.metering.keys.KeySource.Kept;
import com.protocolbanks.metering.store.MeterStore;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class UsageMeterTest {
    @RegisterExtension
    static final RealRedis redis = new RealRedis();

    private MeterBench bench;

    @BeforeEach
    void aStore() {
        bench = new MeterBench(redis);
    }

    @Test
    void aVoucherOfItsOwnIsHeldAndSettled() {
        var agent = bench.agent(1, 1000, 500);

        var admission = agent.hold(agent.ceiling(Mode.STRICT, 100), "first", 100);
        assertThat(admission).isInstanceOf(Admission.Held.class);
        assertThat(agent.state().held()).isEqualTo(100);

        var receipt = agent.settle("first", 100, 100);
        assertThat(receipt.seq()).isEqualTo(1);
        assertThat(receipt.spent()).isEqualTo(BigInteger.valueOf(100));
        var state = agent.state();
        assertThat(state.spent()).isEqualTo(100);
        assertThat(state.held()).isZero();
        assertThat(state.accepted()).isEqualTo(100);
        assertThat(state.keySpent()).isEqualTo(100);
        assertThat(bench.journal).hasExactlyElementsOfTypes(Journal.Entry.Promised.class, Journal.Entry.Charged.class);
    }

    @Test
    void aStrictVoucherIsForExactlyTheNextRequestAndOneAtATime() {
        var agent = bench.agent(2, 1000, 500);

        assertThat(refusal(agent.hold(agent.ceiling(Mode.STRICT, 101), "ahead", 100)))
                .isEqualTo(Refusal.CUMULATIVE_MISMATCH);
        assertThat(agent.state().accepted()).isZero();
        agent.hold(agent.ceiling(Mode.STRICT, 100), "running", 100);
        assertThat(refusal(agent.hold(agent.ceiling(Mode.STRICT, 200), "second", 100)))
                .isEqualTo(Refusal.CHANNEL_BUSY);
        agent.settle("running", 100, 40);
        assertThat(refusal(agent.hold(agent.ceiling(Mode.STRICT, 200), "second", 100)))
                .isEqualTo(Refusal.CUMULATIVE_MISMATCH);
        assertThat(agent.hold(agent.ceiling(Mode.STRICT, 140), "second", 100)).isInstanceOf(Admission.Held.class);
    }

    @Test
    void aSessionSpendsUpToItsVoucherAndNoUnitMore() {
        var agent = bench.agent(3, 1000, 500);
        assertThat(now(bench.meter.accept(agent.ceiling(Mode.WINDOW, 300)))).isInstanceOf(Acceptance.Accepted.class);

        var session = agent.session(300);
        assertThat(agent.hold(session, "a", 100)).isInstanceOf(Admission.Held.class);
        assertThat(agent.hold(session, "b", 100)).isInstanceOf(Admission.Held.class);
        assertThat(agent.hold(session, "c", 101))
                .satisfies(one -> assertThat(refusal(one)).isEqualTo(Refusal.OUT_OF_MONEY));
        assertThat(agent.hold(session, "d", 100)).isInstanceOf(Admission.Held.class);
        assertThat(agent.state().left()).isZero();
    }

    @Test
    void depositAndLimitBoundWhatAVoucherPromises() {
        var poor = bench.agent(4, 1000, 500);
        assertThat(now(bench.meter.accept(poor.ceiling(Mode.WINDOW, 501)))).isInstanceOf(Acceptance.Refused.class);
        assertThat(refusal(poor.hold(poor.ceiling(Mode.STRICT, 501), "x", 501))).isEqualTo(Refusal.OUT_OF_MONEY);

        var limited = bench.agent(5, 200, 500);
        assertThat(refusal(limited.hold(limited.ceiling(Mode.STRICT, 201), "x", 201)))
                .isEqualTo(Refusal.OUT_OF_MONEY);
    }

    @Test
    void aVoucherThatIsRefusedIsNotWrittenDown() {
        var stranger = bench.agent(17, 1000, 500);
        bench.kept.clear();
        stranger.hold(stranger.ceiling(Mode.STRICT, 5), "x", 5);
        var agent = bench.agent(18, 1000, 500);
        agent.hold(agent.ceiling(Mode.STRICT, 6), "ahead", 5);
        agent.hold(agent.ceiling(Mode.WINDOW, 501), "beyond", 5);
        now(bench.meter.accept(agent.ceiling(Mode.WINDOW, 501)));
        assertThat(bench.journal).isEmpty();

        agent.hold(agent.ceiling(Mode.STRICT, 5), "good", 5);
        now(bench.meter.accept(agent.ceiling(Mode.WINDOW, 300)));
        assertThat(bench.journal).hasExactlyElementsOfTypes(Journal.Entry.Promised.class, Journal.Entry.Promised.class);
    }

    @Test
    void aRequestIdIsChargedOnce() {
        var agent = bench.agent(6, 1000, 500);
        var ceiling = agent.ceiling(Mode.WINDOW, 400);

        agent.hold(ceiling, "same", 100);
        assertThat(agent.hold(ceiling, "same", 100)).isInstanceOf(Admission.InProgress.class);
        var receipt = agent.settle("same", 100, 70);
        assertThat(agent.settle("same", 100, 99)).isEqualTo(receipt);
        assertThat(agent.hold(ceiling, "same", 100)).isEqualTo(new Admission.Repeated(receipt));
        bench.clock.advance(Duration.ofMinutes(59));
        assertThat(agent.hold(ceiling, "same", 100)).isEqualTo(new Admission.Repeated(receipt));
        assertThat(now(bench.meter.outcome(agent.key(), agent.channelId, "same")))
                .contains(receipt);
        assertThat(agent.state().spent()).isEqualTo(70);
    }

    @Test
    void aRequestIsChargedOnceAlsoByAGatewayWhoseClockHasNotReachedTheHourYet() {
        var agent = bench.agent(19, 1000, 500);
        var ceiling = agent.ceiling(Mode.WINDOW, 400);
        bench.clock.advance(Duration.ofMinutes(60).plusSeconds(1));
        agent.hold(ceiling, "same", 100);
        var receipt = agent.settle("same", 100, 70);

        bench.clock.advance(Duration.ofSeconds(-3));
        assertThat(agent.hold(ceiling, "same", 100)).isEqualTo(new Admission.Repeated(receipt));
        assertThat(agent.settle("same", 100, 70)).isEqualTo(receipt);
        assertThat(agent.state().spent()).isEqualTo(70);
    }

    @Test
    void aFixedPriceIsChargedInOneStep() {
        var agent = bench.agent(7, 1000, 500);
        var request =
                new HoldRequest(agent.ceiling(Mode.WINDOW, 400), bench.clock.instant(), agent.body("once", 25, 25));

        assertThat(now(bench.meter.charge(request))).isInstanceOfSatisfying(Admission.Charged.class, charged -> {
            assertThat(charged.receipt().seq()).isEqualTo(1);
            assertThat(charged.state().spent()).isEqualTo(25);
        });
        assertThat(now(bench.meter.charge(request))).isInstanceOf(Admission.Repeated.class);
        assertThat(agent.state().keySpent()).isEqualTo(25);
    }

    @Test
    void aFrozenKeyIsRefusedAtOnceAndAnOlderWordDoesNotThawIt() {
        var agent = bench.agent(8, 1000, 500);
        var publisher = new KeyPublisher(redis.connection());
        agent.hold(agent.ceiling(Mode.WINDOW, 400), "before", 100);

        publisher.publish(MeterBench.key(agent.key(), 1000, 2, FreezeReason.STOLEN));
        publisher.publish(MeterBench.key(agent.key(), 1000, 1, null));
        assertThat(refusal(agent.hold(agent.session(400), "after", 100))).isEqualTo(Refusal.KEY_FROZEN);
        assertThat(now(bench.meter.progress(agent.key(), agent.body("before", 100, 10), bench.clock.instant())))
                .isFalse();
        assertThat(agent.settle("before", 100, 10).spent()).isEqualTo(BigInteger.TEN);

        publisher.publish(MeterBench.key(agent.key(), 1000, 3, null));
        assertThat(agent.hold(agent.session(400), "after", 100)).isInstanceOf(Admission.Held.class);
    }

    @Test
    void aFreezeToldBeforeTheKeyIsLoadedStands() {
        var agent = bench.agent(9, 1000, 500);
        new KeyPublisher(redis.connection()).publish(MeterBench.key(agent.key(), 1000, 1, FreezeReason.MEMBER));

        assertThat(refusal(agent.hold(agent.ceiling(Mode.STRICT, 5), "x", 5))).isEqualTo(Refusal.KEY_FROZEN);
    }

    @Test
    void whatIsNotKnownOrNotAllowedIsRefused() {
        var stranger = bench.agent(10, 1000, 500);
        bench.kept.clear();
        assertThat(refusal(stranger.hold(stranger.ceiling(Mode.STRICT, 5), "x", 5)))
                .isEqualTo(Refusal.KEY_UNKNOWN);

        var unfunded = bench.agent(11, 1000, 500);
        bench.chain.clear();
        assertThat(refusal(unfunded.hold(unfunded.ceiling(Mode.STRICT, 5), "x", 5)))
                .isEqualTo(Refusal.CHANNEL_UNKNOWN);

        var late = bench.agent(12, 1000, 500);
        bench.clock.advance(Duration.ofDays(1));
        assertThat(refusal(late.hold(late.ceiling(Mode.STRICT, 5), "x", 5))).isEqualTo(Refusal.KEY_EXPIRED);
    }

    @Test
    void aStoreWithoutItsMarkServesNothing() {
        var agent = bench.agent(13, 1000, 500);
        agent.hold(agent.ceiling(Mode.STRICT, 5), "x", 5);
        bench.mark(new MeterStore.Mark(2, bench.mark.runId()));

        assertThat(refusal(agent.hold(agent.ceiling(Mode.STRICT, 5), "y", 5))).isEqualTo(Refusal.STORE_UNSURE);
        assertThat(now(bench.meter.settle(agent.key(), agent.body("x", 5, 5)))).isEmpty();
        bench.mark(bench.mark);
        assertThat(bench.journal).hasAtLeastOneElementOfType(Journal.Entry.Due.class);
        assertThat(now(bench.meter.settleDue())).isZero();
        assertThat(agent.settle("x", 5, 5).seq()).isEqualTo(1);
    }

    @Test
    void aReleasedHoldNeverWas() {
        var agent = bench.agent(14, 1000, 500);
        agent.hold(agent.ceiling(Mode.STRICT, 5), "x", 5);

        assertThat(now(bench.meter.release(agent.key(), agent.channelId, "x"))).isTrue();
        assertThat(now(bench.meter.release(agent.key(), agent.channelId, "x"))).isFalse();
        assertThat(agent.state().held()).isZero();
        assertThat(agent.hold(agent.ceiling(Mode.STRICT, 5), "x", 5)).isInstanceOf(Admission.Held.class);
        assertThatThrownBy(() -> agent.settle("never", 5, 5)).isInstanceOf(AssertionError.class);
    }

    @Test
    void sumsAreExactUpToTheGreatestAmount() {
        var most = Ceiling.MOST;
        var agent = bench.agent(15, most, most);
        assertThat(now(bench.meter.accept(agent.ceiling(Mode.WINDOW, most)))).isInstanceOf(Acceptance.Accepted.class);

        assertThat(agent.hold(agent.session(most), "nearly-all", most - 1)).isInstanceOf(Admission.Held.class);
        assertThat(refusal(agent.hold(agent.session(most), "too-much", 2))).isEqualTo(Refusal.OUT_OF_MONEY);
        assertThat(agent.settle("nearly-all", most - 1, most - 1).spent()).isEqualTo(BigInteger.valueOf(most - 1));
        assertThat(agent.hold(agent.session(most), "the-last", 1)).isInstanceOf(Admission.Held.class);
        assertThat(agent.settle("the-last", 1, 1).spent()).isEqualTo(BigInteger.valueOf(most));
        assertThat(agent.state().left()).isZero();
        assertThat(refusal(agent.hold(agent.session(most), "none-left", 1))).isEqualTo(Refusal.OUT_OF_MONEY);
    }

    @Test
    void aRateIsCountedByTheMinute() {
        var agent = bench.agent(16, 1000, 500);
        var key = MeterBench.key(agent.key(), 1000, 0, null);
        bench.kept.put(agent.key(), new Kept(withRate(key, 2), List.of()));

        agent.hold(agent.ceiling(Mode.WINDOW, 400), "a", 1);
        agent.hold(agent.session(400), "b", 1);
        assertThat(refusal(agent.hold(agent.session(400), "c", 1))).isEqualTo(Refusal.RATE_LIMITED);
        bench.clock.advance(Duration.ofMinutes(1));
        assertThat(agent.hold(agent.session(400), "c", 1)).isInstanceOf(Admission.Held.class);
    }

    private static SessionKey withRate(SessionKey key, int rate) {
        return new SessionKey(
                key.id(),
                key.orgId(),
                key.publicKey(),
                key.token(),
                key.limit(),
                key.used(),
                key.expiresAt(),
                key.routes(),
                key.payers(),
                key.frozen(),
                key.reason(),
                key.generation(),
                rate,
                key.createdAt());
    }

    private static Refusal refusal(Admission admission) {
        return ((Admission.Refused) admission).refusal();
    }
}
