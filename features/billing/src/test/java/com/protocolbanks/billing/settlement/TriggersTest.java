package com.protocolbanks.billing.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.protocolbanks.billing.House;
import com.protocolbanks.billing.channels.ChannelReader;
import com.protocolbanks.billing.keys.FreezeReason;
import com.protocolbanks.billing.keys.KeySwitch;
import com.protocolbanks.billing.settlement.SettlingBench.Funded;
import com.protocolbanks.billing.usage.Receipts;
import com.protocolbanks.evm.rpc.ChainUnavailable;
import com.protocolbanks.fixtures.Eventually;
import com.protocolbanks.fixtures.LocalChainFixture;
import com.protocolbanks.fixtures.RealPostgres;
import com.protocolbanks.fixtures.RealRedis;
import com.protocolbanks.fixtures.chain.DialectProxy;
import com.protocolbanks.fixtures.chain.NodeRules;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What makes usage due on chain by itself, and what makes it wait. */
class TriggersTest {
    @RegisterExtension
    static final RealPostgres postgres = new RealPostgres();

    @RegisterExtension
    static final RealRedis redis = new RealRedis();

    private SettlingBench bench;
    private Funded funded;

    @BeforeEach
    void open() {
        bench = new SettlingBench(postgres, redis);
        funded = bench.funded(1_000_000);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private void untilClaimed(Settlements settlements, String reason) {
        Eventually.holds(() -> {
            settlements.round();
            assertThat(bench.claims(funded)).extracting(Receipts.Claim::state).containsExactly("FINAL");
        });
        assertThat(bench.claims(funded).getFirst().reason()).isEqualTo(reason);
    }

    @Test
    void aFrozenKeysUsageIsClaimed() {
        bench.used(funded, 1_000_000, 1, 10_000);
        var settlements = bench.settlements();
        settlements.round();
        assertThat(bench.claims(funded)).isEmpty();

        bench.house
                .keys(KeySwitch.NONE)
                .freeze(funded.customer().caller().orgId(), funded.key().id(), FreezeReason.MEMBER, "member:x");
        untilClaimed(settlements, "FROZEN");
        assertThat(bench.onChain(funded).claimed()).isEqualTo(10_000);
    }

    @Test
    void anExpiredKeysUsageIsClaimed() {
        bench.house.clock.advance(
                Duration.between(bench.house.clock.instant(), funded.key().expiresAt())
                        .minusMinutes(1));
        bench.used(funded, 1_000_000, 1, 10_000);
        var settlements = bench.settlements();
        settlements.round();
        assertThat(bench.claims(funded)).isEmpty();

        bench.house.clock.advance(Duration.ofMinutes(1));
        untilClaimed(settlements, "EXPIRED");
    }

    @Test
    void dustIsNotClaimedBecauseAWorkerEnds() {
        var settlements = bench.settlements();
        bench.used(funded, 1_000_000, 1, 99_999);
        settlements.lastRound();
        assertThat(bench.claims(funded)).isEmpty();

        bench.used(funded, 1_000_000, 1, 1);
        settlements.lastRound();
        untilClaimed(settlements, "SHUTDOWN");
        assertThat(bench.onChain(funded).claimed()).isEqualTo(100_000);
    }

    @Test
    void whileTheChainIsAwaySettlementWaits() {
        bench.used(funded, 1_000_000, 1, 20_000);
        bench.house
                .keys(KeySwitch.NONE)
                .settle(funded.customer().caller().orgId(), funded.key().id(), "member:x");
        try (var node = DialectProxy.before(LocalChainFixture.url(), NodeRules.GETH)) {
            var settlements =
                    bench.settlements(new ChannelReader(House.chain(node.url()), SettlingBench.CONTRACTS.settlement()));
            node.faults().down(true);
            assertThatThrownBy(settlements::round).isInstanceOf(ChainUnavailable.class);
            assertThatThrownBy(settlements::lastRound).isInstanceOf(ChainUnavailable.class);
            assertThat(bench.claims(funded)).isEmpty();

            node.faults().down(false);
            untilClaimed(settlements, "ASKED");
        }
        assertThat(bench.onChain(funded).claimed()).isEqualTo(20_000);
    }
}
