package com.protocolbanks.metering.epochs;

import static com.protocolbanks.metering.MeterBench.now;
import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.fixtures.Eventually;
import com.protocolbanks.fixtures.RealPostgres;
import com.protocolbanks.metering.Admission;
import com.protocolbanks.metering.MeterBench.Agent;
import com.protocolbanks.metering.Mode;
import com.protocolbanks.x402.receipts.Outcome;
import com.protocolbanks.x402.receipts.ReceiptChain;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A gateway and Redis are lost together: nothing is charged twice, nothing shown is taken back, no place stays empty. */
class LossTest {
    @RegisterExtension
    static final RealPostgres postgres = new RealPostgres();

    @TempDir
    Path folder;

    private LossHouse house;

    @BeforeEach
    void open() {
        house = new LossHouse(postgres, folder);
    }

    @AfterEach
    void close() throws Exception {
        house.close();
    }

    private static void charge(Agent agent, String id, long units) {
        assertThat(agent.hold(agent.ceiling(Mode.WINDOW, 300), id, units)).isInstanceOf(Admission.Held.class);
        agent.settle(id, units, units);
    }

    @Test
    void aChargeThatOnlyPostgresHasIsNotMadeAgain() {
        var one = house.gateway("one");
        var agent = house.bench.agent(1, 1000, 500);
        agent.hold(agent.ceiling(Mode.WINDOW, 300), "in-order-request", 100);
        var first = agent.settle("in-order-request", 100, 60);
        agent.hold(agent.session(300), "the-missing-one", 100);
        agent.settle("the-missing-one", 100, 30);
        agent.hold(agent.session(300), "behind-a-gap-001", 100);
        var third = agent.settle("behind-a-gap-001", 100, 10);
        house.kept(agent, 1, 60, first, third);

        house.empty();
        house.isOpen(one, 2);
        var again = agent.at(one.meter());
        assertThat(again.hold(again.session(300), "in-order-request", 100)).isEqualTo(new Admission.Repeated(first));
        assertThat(again.hold(again.session(300), "behind-a-gap-001", 100)).isEqualTo(new Admission.Repeated(third));
        assertThat(again.state().seq()).isEqualTo(3);
        assertThat(again.state().keySpent()).isEqualTo(100);
    }

    @Test
    void aChargeThatOnlyTheStreamHasIsNotMadeAgain() throws InterruptedException {
        var one = house.gateway("one");
        var agent = house.bench.agent(2, 1000, 500);
        charge(agent, "known-to-redis-01", 60);

        house.crash();
        house.isOpen(one, 2);
        var again = agent.at(one.meter());
        assertThat(again.hold(again.session(300), "known-to-redis-01", 60)).isInstanceOf(Admission.Repeated.class);
        assertThat(again.state().spent()).isEqualTo(60);
        charge(again, "the-next-request", 10);
        assertThat(again.state().seq()).isEqualTo(2);
    }

    @Test
    void aRequestOfAKilledGatewayIsStillChargedAsFarAsItWasDelivered() throws InterruptedException {
        var one = house.gateway("one");
        var agent = house.bench.agent(3, 1000, 500);
        agent.hold(agent.ceiling(Mode.WINDOW, 300), "running-then-gone", 100);
        now(house.bench.meter.progress(
                agent.key(),
                agent.body("running-then-gone", 100, 30),
                house.bench.clock.instant().plusSeconds(60)));

        house.crash();
        house.isOpen(one, 2);
        var again = agent.at(one.meter());
        assertThat(again.hold(again.session(300), "running-then-gone", 100)).isEqualTo(new Admission.InProgress());
        assertThat(again.state().held()).isEqualTo(100);

        house.bench.clock.advance(Duration.ofMinutes(2));
        Eventually.holds(() -> assertThat(again.state().held()).isZero());
        assertThat(again.state().spent()).isEqualTo(30);
        assertThat(now(one.meter().outcome(agent.key(), agent.channelId, "running-then-gone"))
                        .orElseThrow()
                        .body()
                        .outcome())
                .isEqualTo(Outcome.EXPIRED);

        house.crash();
        house.isOpen(one, 3);
        assertThat(again.state().held()).isZero();
        assertThat(again.state().spent()).isEqualTo(30);
    }

    @Test
    void whatComesBeforeAReceiptThatWasShownStaysBeforeIt() {
        var one = house.gateway("one");
        var agent = house.bench.agent(4, 1000, 500);
        charge(agent, "never-logged-0001", 60);
        var seen = agent.at(one.meter());
        charge(seen, "logged-and-shown-1", 10);

        house.empty();
        house.isOpen(one, 2);
        assertThat(seen.state().seq()).isEqualTo(2);
        assertThat(seen.state().spent()).isEqualTo(70);
        assertThat(seen.hold(seen.session(300), "never-logged-0001", 60)).isInstanceOf(Admission.Repeated.class);
    }

    @Test
    void whatWasSignedForIsSignedForAgain() {
        var one = house.gateway("one");
        var agent = house.bench.agent(5, 1000, 500);
        charge(agent.at(one.meter()), "logged-and-shown-1", 10);
        charge(agent, "never-logged-0001", 60);
        var head = house.head(one, agent);
        assertThat(head.chain().seq()).isEqualTo(2);

        house.empty();
        house.isOpen(one, 2);
        charge(agent.at(one.meter()), "after-the-loss-01", 10);
        var later = house.head(one, agent);
        assertThat(later.chain().seq()).isEqualTo(3);
        var receipts = now(one.meter().outcome(agent.key(), agent.channelId, "after-the-loss-01"))
                .orElseThrow();
        assertThat(later.chain()).isEqualTo(head.chain().then(receipts));
    }

    @Test
    void aHeadIsFoldedOverTheReceiptThatPostgresHasBehindAGap() {
        var one = house.gateway("one");
        var agent = house.bench.agent(7, 1000, 500);
        agent.hold(agent.ceiling(Mode.WINDOW, 300), "in-order-request", 100);
        var first = agent.settle("in-order-request", 100, 60);
        var seen = agent.at(one.meter());
        seen.hold(seen.session(300), "only-in-the-log-1", 100);
        var second = seen.settle("only-in-the-log-1", 100, 30);
        agent.hold(agent.session(300), "behind-a-gap-001", 100);
        var third = agent.settle("behind-a-gap-001", 100, 10);
        house.kept(agent, 1, 60, first, third);

        house.empty();
        house.isOpen(one, 2);
        seen.hold(seen.session(300), "after-the-loss-01", 100);
        var fourth = seen.settle("after-the-loss-01", 100, 5);
        assertThat(house.head(one, agent).chain())
                .isEqualTo(ReceiptChain.beginning(agent.channelId)
                        .then(first)
                        .then(second)
                        .then(third)
                        .then(fourth));
    }

    @Test
    void anAnswerThatWasShownBySomebodyElseStays() {
        var one = house.gateway("one");
        var agent = house.bench.agent(6, 1000, 500);
        charge(agent, "never-logged-0001", 60);
        var seen = agent.at(one.meter());
        assertThat(seen.hold(seen.ceiling(Mode.WINDOW, 300), "never-logged-0001", 60))
                .isInstanceOf(Admission.Repeated.class);

        house.empty();
        house.isOpen(one, 2);
        assertThat(seen.hold(seen.session(300), "never-logged-0001", 60)).isInstanceOf(Admission.Repeated.class);
        assertThat(seen.state().spent()).isEqualTo(60);
    }

    @Test
    void aChannelWhoseDepositNobodyHasWrittenDownKeepsItsVoucher() {
        var one = house.gateway("one");
        var agent = house.bench.agent(8, 1000, 500);
        var seen = agent.at(one.meter());
        charge(seen, "before-the-loss-1", 10);
        house.kept(agent, 0, 0, 0);

        house.empty();
        house.isOpen(one, 2);
        assertThat(seen.state().accepted()).isEqualTo(300);
        assertThat(seen.state().balance()).isEqualTo(500);
        assertThat(seen.hold(seen.session(300), "after-the-loss-01", 290)).isInstanceOf(Admission.Held.class);
    }
}
