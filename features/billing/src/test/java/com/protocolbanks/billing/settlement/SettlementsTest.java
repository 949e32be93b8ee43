package com.protocolbanks.billing.settlement;

import static com.protocolbanks.database.generated.Tables.SETTLEMENTS;
import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.billing.Metered;
import com.protocolbanks.billing.channels.Channels;
import com.protocolbanks.billing.keys.FreezeReason;
import com.protocolbanks.billing.keys.KeyBook;
import com.protocolbanks.billing.keys.KeyEvent;
import com.protocolbanks.billing.keys.KeySwitch;
import com.protocolbanks.billing.settlement.SettlingBench.Funded;
import com.protocolbanks.billing.usage.Receipts;
import com.protocolbanks.evm.Address;
import com.protocolbanks.fixtures.Eventually;
import com.protocolbanks.fixtures.RealPostgres;
import com.protocolbanks.fixtures.RealRedis;
import com.protocolbanks.x402.contract.BatchSettlementCalls;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Claims and payments over a real chain. */
class SettlementsTest {
    @RegisterExtension
    static final RealPostgres postgres = new RealPostgres();

    @RegisterExtension
    static final RealRedis redis = new RealRedis();

    private SettlingBench bench;
    private Settlements settlements;

    @BeforeEach
    void open() {
        bench = new SettlingBench(postgres, redis);
        settlements = bench.settlements();
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private void untilClaimed(Funded funded) {
        Eventually.holds(() -> {
            settlements.round();
            assertThat(bench.claims(funded)).extracting(Receipts.Claim::state).containsExactly("FINAL");
        });
    }

    private void untilPaid(long units) {
        Eventually.holds(() -> {
            settlements.round();
            assertThat(bench.paid()).isEqualTo(units);
        });
    }

    private void ask(Funded funded) {
        bench.house
                .keys(KeySwitch.NONE)
                .settle(funded.customer().caller().orgId(), funded.key().id(), "member:x");
    }

    @Test
    void whatWasUsedIsClaimedAndTheReceiverIsPaid() {
        var funded = bench.funded(1_000_000);
        bench.used(funded, 1_000_000, 30, 10_000);
        ask(funded);
        untilClaimed(funded);
        untilPaid(300_000);

        var claim = bench.claims(funded).getFirst();
        assertThat(claim.totalClaimed()).isEqualTo(300_000);
        assertThat(claim.reason()).isEqualTo("ASKED");
        assertThat(claim.transaction()).isPresent();
        assertThat(bench.onChain(funded).claimed()).isEqualTo(300_000);
        var known = new Channels(postgres.worker()).find(funded.channel().id()).orElseThrow();
        assertThat(known.claimed())
                .isEqualTo(known.spent())
                .isEqualTo(funded.channel().spent());
        assertThat(new KeyBook(postgres.worker())
                        .byId(funded.key().id())
                        .orElseThrow()
                        .used())
                .isEqualTo(300_000);
        assertThat(bench.house
                        .keys(KeySwitch.NONE)
                        .events(funded.customer().caller().orgId(), funded.key().id()))
                .extracting(KeyEvent::type)
                .containsExactly("CREATED", "SETTLE_ASKED", "CLAIMED");
        settlements.round();
        assertThat(bench.claims(funded)).hasSize(1);
    }

    @Test
    void aUsedUpDepositIsClaimedByItself() {
        var funded = bench.funded(50_000);
        bench.used(funded, 50_000, 5, 10_000);
        bench.watch().round();
        untilClaimed(funded);

        assertThat(bench.claims(funded).getFirst().reason()).isEqualTo("CEILING");
        untilPaid(50_000);
    }

    @Test
    void aChannelThatWasFundedBeforeItWasKnownIsReadOnce() {
        var watch = bench.watch();
        watch.round();
        var funded = bench.funded(70_000);
        watch.round();
        bench.used(funded, 70_000, 1, 10);
        watch.round();

        assertThat(new Channels(postgres.worker())
                        .find(funded.channel().id())
                        .orElseThrow()
                        .balance())
                .isEqualTo(70_000);
    }

    @Test
    void littleThatIsFreshWaitsAndMuchOrOldDoesNot() {
        var little = bench.funded(1_000_000);
        bench.used(little, 1_000_000, 1, 10_000);
        var much = bench.funded(100_000_000);
        bench.used(much, 100_000_000, 1, 10_000_000);
        untilClaimed(much);
        assertThat(bench.claims(much).getFirst().reason()).isEqualTo("THRESHOLD");
        assertThat(bench.claims(little)).isEmpty();

        bench.house.clock.advance(Duration.ofHours(25));
        untilClaimed(little);
        assertThat(bench.claims(little).getFirst().reason()).isEqualTo("AGE");
    }

    @Test
    void channelsOfSeveralOrganizationsAreClaimedInOneTransaction() {
        var first = bench.funded(1_000_000);
        var second = bench.funded(1_000_000);
        bench.used(first, 1_000_000, 3, 100_000);
        bench.used(second, 900_000, 4, 100_000);
        settlements.lastRound();
        untilClaimed(first);
        untilClaimed(second);

        assertThat(bench.claims(first).getFirst().transaction())
                .isEqualTo(bench.claims(second).getFirst().transaction());
        assertThat(bench.claims(first).getFirst().reason()).isEqualTo("SHUTDOWN");
        untilPaid(700_000);
    }

    @Test
    void aPayerThatWithdrawsFindsItsKeyFrozenAndItsUsageClaimed() {
        var funded = bench.funded(1_000_000);
        bench.used(funded, 1_000_000, 2, 500);
        var watch = bench.watch();
        watch.round();
        bench.call(
                funded.customer().wallet(),
                SettlingBench.CONTRACTS.settlement(),
                BatchSettlementCalls.initiateWithdraw(funded.channel().config(), BigInteger.valueOf(1_000_000)));
        watch.round();

        var key = new KeyBook(postgres.worker()).byId(funded.key().id()).orElseThrow();
        assertThat(key.reason()).isEqualTo(FreezeReason.CHAIN);
        untilClaimed(funded);
        assertThat(bench.claims(funded).getFirst().reason()).isEqualTo("WITHDRAWAL");
        assertThat(bench.onChain(funded).claimed()).isEqualTo(1_000);
    }

    @Test
    void whatAnotherClaimedMeanwhileIsClaimed() {
        var funded = bench.funded(1_000_000);
        bench.used(funded, 1_000_000, 2, 500);
        var known = new Channels(postgres.worker()).find(funded.channel().id()).orElseThrow();
        var due = DueChannel.of(known, SettleReason.ASKED, bench.onChain(funded));
        var byAnother = BatchSettlementCalls.claimWithSignature(
                List.of(due.row()),
                bench.operator.sign(Metered.DOMAIN.digest(List.of(due.entry()))).bytes());
        var stored = UUID.randomUUID();
        postgres.worker().acrossOrganizations(dsl -> {
            new SettlementRows(dsl, bench.house.clock.instant()).insertClaim(stored, List.of(due));
            return true;
        });
        bench.call(bench.house.customer().wallet(), SettlingBench.CONTRACTS.settlement(), byAnother);

        untilClaimed(funded);
        assertThat(bench.onChain(funded).claimed()).isEqualTo(1_000);
    }

    @Test
    void whatWasStoredAndNotSentIsSentAfterTheCrash() {
        var funded = bench.funded(1_000_000);
        bench.used(funded, 1_000_000, 2, 700);
        var known = new Channels(postgres.worker()).find(funded.channel().id()).orElseThrow();
        postgres.worker().acrossOrganizations(dsl -> {
            new SettlementRows(dsl, bench.house.clock.instant())
                    .insertClaim(
                            UUID.randomUUID(),
                            List.of(DueChannel.of(known, SettleReason.ASKED, bench.onChain(funded))));
            return true;
        });

        untilClaimed(funded);
        untilPaid(1_400);
    }

    @Test
    void twoWorkersClaimOnce() throws Exception {
        var funded = bench.funded(1_000_000);
        bench.used(funded, 1_000_000, 2, 600);
        ask(funded);
        var other = bench.settlements();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = threads.submit(settlements::round);
            var second = threads.submit(other::round);
            first.get();
            second.get();
        }
        untilClaimed(funded);
        other.round();
        untilPaid(1_200);

        assertThat(bench.claims(funded)).hasSize(1);
    }

    @Test
    void aChannelThatIsRefusedHoldsNoOtherUp() {
        var good = bench.funded(1_000_000);
        var bad = bench.funded(1_000_000);
        bench.used(good, 1_000_000, 2, 600);
        bench.used(bad, 1_000_000, 2, 600);
        postgres.administrator()
                .acrossOrganizations(dsl -> dsl.execute(
                        "update usage_channels set voucher_signature = decode(repeat('01', 65), 'hex') where channel_id = ?",
                        (Object) bad.channel().id().bytes()));
        ask(good);
        ask(bad);
        untilClaimed(good);

        assertThat(bench.claims(bad)).extracting(Receipts.Claim::state).containsExactly("FAILED");
        settlements.round();
        assertThat(bench.claims(bad)).hasSize(1);
        String failure = postgres.administrator()
                .acrossOrganizations(dsl -> dsl.select(SETTLEMENTS.FAILURE)
                        .from(SETTLEMENTS)
                        .where(SETTLEMENTS.STATE.eq("FAILED"), SETTLEMENTS.FAILURE.isNotNull())
                        .fetchAny(SETTLEMENTS.FAILURE));
        assertThat(failure).contains("InvalidSignature");
    }

    @Test
    void neitherMoreThanTheVoucherNorMoreThanTheDepositIsClaimed() {
        var overVoucher = bench.funded(1_000_000);
        bench.used(overVoucher, 100_000, 2, 60_000);
        var overDeposit = bench.funded(50_000);
        bench.used(overDeposit, 10_000_000, 2, 60_000);
        settlements.lastRound();
        untilClaimed(overVoucher);
        untilClaimed(overDeposit);

        assertThat(bench.onChain(overVoucher).claimed()).isEqualTo(100_000);
        assertThat(bench.onChain(overDeposit).claimed()).isEqualTo(50_000);
        settlements.lastRound();
        assertThat(bench.claims(overVoucher)).hasSize(1);
        assertThat(bench.claims(overDeposit)).hasSize(1);
    }

    @Test
    void channelsOfAnotherAuthorizerAreNotOursToClaim() {
        var funded = bench.funded(1_000_000);
        bench.used(funded, 1_000_000, 2, 60_000);
        postgres.administrator()
                .acrossOrganizations(dsl -> dsl.execute(
                        "update usage_channels set receiver_authorizer = ? where channel_id = ?",
                        Address.ZERO.lower(),
                        funded.channel().id().bytes()));
        settlements.lastRound();

        assertThat(bench.claims(funded)).isEmpty();
    }
}
