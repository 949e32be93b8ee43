package com.protocolbanks.metering.receipts;

import static com.protocolbanks.metering.MeterBench.now;
import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.evm.ChainId;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.keys.SigningKey;
import com.protocolbanks.fixtures.RealRedis;
import com.protocolbanks.metering.MeterBench;
import com.protocolbanks.metering.Mode;
import com.protocolbanks.metering.store.ShardKeys;
import com.protocolbanks.x402.SettlementDomain;
import com.protocolbanks.x402.receipts.HeadDomain;
import com.protocolbanks.x402.receipts.ReceiptChain;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ReceiptHeadsTest {
    private static final HeadDomain DOMAIN = new HeadDomain(new ChainId(31337), SettlementDomain.CANONICAL);

    @RegisterExtension
    static final RealRedis redis = new RealRedis();

    private MeterBench bench;

    @BeforeEach
    void aStore() {
        bench = new MeterBench(redis);
    }

    private ReceiptHeads heads(int gateway) {
        return new ReceiptHeads(
                new ReceiptHeads.Ground(bench.store, bench.witness),
                (channelId, _) -> ReceiptChain.beginning(channelId),
                new ReceiptHeads.Signing(SigningKey.of(Hash32.of(BigInteger.valueOf(gateway))), DOMAIN),
                Runnable::run,
                bench.clock);
    }

    @Test
    void aHeadCoversEveryReceiptAndIsSignedOnceInAWhile() {
        var heads = heads(100);
        var agent = bench.agent(1, 1000, 500);
        agent.hold(agent.ceiling(Mode.WINDOW, 300), "a", 100);
        assertThat(now(heads.now(agent.key(), agent.channelId))).isEmpty();
        var first = agent.settle("a", 100, 100);

        var head = now(heads.recent(agent.key(), agent.channelId)).orElseThrow();
        assertThat(head.chain())
                .isEqualTo(ReceiptChain.beginning(agent.channelId).then(first));
        assertThat(head.signature().signerOf(DOMAIN.digest(head.chain()))).contains(head.signer());

        agent.hold(agent.session(300), "b", 100);
        var second = agent.settle("b", 100, 10);
        assertThat(now(heads.recent(agent.key(), agent.channelId))).contains(head);
        bench.clock.advance(Duration.ofMillis(100));
        assertThat(now(heads.recent(agent.key(), agent.channelId)).orElseThrow().chain())
                .isEqualTo(head.chain().then(second));
        assertThat(bench.redis(
                        "return tostring(redis.call('ZCARD', KEYS[1]))",
                        ShardKeys.of(agent.key()).tail(agent.channelId)))
                .isEqualTo("0");
    }

    @Test
    void gatewaysSideBySideSignOneChain() throws Exception {
        var agent = bench.agent(2, 100_000, 100_000);
        agent.hold(agent.ceiling(Mode.WINDOW, 100_000), "opening", 1);
        agent.settle("opening", 1, 1);
        var gateways = List.of(heads(100), heads(101));
        var seen = new ConcurrentHashMap<Long, ReceiptChain>();
        try (var threads = Executors.newFixedThreadPool(4)) {
            var work = new ArrayList<Callable<Void>>();
            for (int thread = 0; thread < 4; thread++) {
                int number = thread;
                work.add(() -> {
                    for (int request = 0; request < 50; request++) {
                        var id = "request-" + number + "-" + request;
                        agent.hold(agent.session(100_000), id, 10);
                        agent.settle(id, 10, 10);
                        var head = now(gateways.get(number % 2).now(agent.key(), agent.channelId));
                        head.ifPresent(
                                one -> assertThat(seen.merge(one.chain().seq(), one.chain(), (before, _) -> before))
                                        .isEqualTo(one.chain()));
                    }
                    return null;
                });
            }
            for (var done : threads.invokeAll(work)) {
                done.get();
            }
        }

        var last = now(gateways.getFirst().now(agent.key(), agent.channelId))
                .orElseThrow()
                .chain();
        assertThat(last.seq()).isEqualTo(201);
        assertThat(last.spent()).isEqualTo(BigInteger.valueOf(2001));
    }

    @Test
    void afterALossTheChainGoesOnFromWhereItIsKept() {
        var agent = bench.agent(3, 1000, 500);
        agent.hold(agent.ceiling(Mode.WINDOW, 300), "a", 100);
        var first = agent.settle("a", 100, 100);
        var kept = ReceiptChain.beginning(agent.channelId).then(first);
        bench.redis(
                "return tostring(redis.call('HSET', KEYS[1], 'kept', '1'))",
                ShardKeys.of(agent.key()).channel(agent.channelId));
        bench.redis(
                "return tostring(redis.call('DEL', KEYS[1]))",
                ShardKeys.of(agent.key()).tail(agent.channelId));
        var heads = new ReceiptHeads(
                new ReceiptHeads.Ground(bench.store, bench.witness),
                (_, _) -> kept,
                new ReceiptHeads.Signing(SigningKey.of(Hash32.of(BigInteger.TWO)), DOMAIN),
                Runnable::run,
                bench.clock);

        assertThat(now(heads.now(agent.key(), agent.channelId)).orElseThrow().chain())
                .isEqualTo(kept);
        agent.hold(agent.session(300), "b", 100);
        var second = agent.settle("b", 100, 10);
        assertThat(now(heads.now(agent.key(), agent.channelId)).orElseThrow().chain())
                .isEqualTo(kept.then(second));
    }
}
