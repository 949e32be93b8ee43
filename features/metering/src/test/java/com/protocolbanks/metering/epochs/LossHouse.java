package com.protocolbanks.metering.epochs;

import static com.protocolbanks.metering.MeterBench.now;

import com.protocolbanks.billing.channels.KnownChannel;
import com.protocolbanks.billing.gateways.Gateways;
import com.protocolbanks.database.Database;
import com.protocolbanks.embedded.DataFolder;
import com.protocolbanks.embedded.LocalPostgres.Role;
import com.protocolbanks.embedded.LocalRedis;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.keys.SigningKey;
import com.protocolbanks.fixtures.Eventually;
import com.protocolbanks.fixtures.RealPostgres;
import com.protocolbanks.metering.MeterBench;
import com.protocolbanks.metering.MeterBench.Agent;
import com.protocolbanks.metering.keys.KeySource.Kept;
import com.protocolbanks.metering.keys.Sources;
import com.protocolbanks.metering.log.Durability;
import com.protocolbanks.metering.log.UsageLog;
import com.protocolbanks.metering.receipts.ReceiptHeads;
import com.protocolbanks.metering.receipts.SignedHead;
import com.protocolbanks.metering.running.Metering;
import com.protocolbanks.redis.RedisConnection;
import com.protocolbanks.redis.RedisScript;
import com.protocolbanks.x402.receipts.HeadDomain;
import com.protocolbanks.x402.receipts.ReceiptChain;
import com.protocolbanks.x402.receipts.UsageReceipt;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Gateways on a Redis that can be killed. The bench's own meter is a gateway that never gets to write its log: what it does
 * is known to Redis alone.
 */
final class LossHouse implements AutoCloseable {
    final MeterBench bench;
    final Gateways gateways;

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final Path folder;
    private final LocalRedis server;
    private final RedisConnection redis;

    LossHouse(RealPostgres postgres, Path folder) {
        this.folder = folder;
        this.server = opened(LocalRedis.keeping(opened(DataFolder.open(folder.resolve("data")))));
        this.redis = opened(RedisConnection.open(server.url()));
        this.bench = new MeterBench(redis);
        empty();
        this.gateways = new Gateways(opened(Database.open(postgres.url(Role.GATEWAY), 4)), bench.clock);
        postgres.administrator()
                .acrossOrganizations(dsl ->
                        dsl.execute("truncate gateways, metering_epochs, epoch_reports, receipt_signers cascade"));
    }

    private <T extends AutoCloseable> T opened(T one) {
        open.push(one);
        return one;
    }

    /** A gateway that serves. */
    Metering gateway(String id) {
        return gateway(id, bench.sources);
    }

    /** @param sources where the keys are kept */
    Metering gateway(String id, Sources sources) {
        gateways.register(id, "log-" + id, MeterBench.AUTHORIZER);
        var log = opened(UsageLog.open(folder.resolve(id), Durability.FAST));
        var metering =
                opened(Metering.open(redis, sources, new Metering.Gateway(id, log, gateways.epochs()), bench.clock));
        Eventually.isTrue("open", () -> metering.waitsFor().isEmpty());
        return metering;
    }

    /** Redis loses everything. */
    void empty() {
        redis.run(RedisScript.returningNumber("redis.call('FLUSHALL') return 1"), List.of(), List.of())
                .orThrow();
    }

    /** Redis is killed, and comes back with all it had written. */
    void crash() throws InterruptedException {
        Eventually.isTrue(
                "all is written",
                () -> redis.info("persistence")
                        .orThrow()
                        .getOrDefault("aof_buffer_length", "")
                        .trim()
                        .equals("0"));
        server.crash();
    }

    void isOpen(Metering gateway, long epoch) {
        Eventually.isTrue(
                "epoch " + epoch,
                () -> gateways.epochs()
                        .current()
                        .filter(now -> now.number() == epoch && now.open())
                        .isPresent());
        Eventually.isTrue("open", () -> gateway.waitsFor().isEmpty());
    }

    /** What Postgres knows of the agent's channel: it stands at that seq, and these receipts are there. */
    void kept(Agent agent, long seq, long spent, UsageReceipt... receipts) {
        kept(agent, seq, spent, 500);
        bench.receipts.addAll(List.of(receipts));
    }

    /** @param balance as Postgres knows it; 0 before the chain was asked */
    void kept(Agent agent, long seq, long spent, long balance) {
        var key = MeterBench.key(agent.key(), 1000, 0, null);
        var channel = new KnownChannel(
                agent.channelId,
                agent.config,
                key.orgId(),
                key.id(),
                BigInteger.valueOf(balance),
                BigInteger.ZERO,
                BigInteger.valueOf(balance == 0 ? 0 : 300),
                new byte[0],
                BigInteger.valueOf(spent),
                seq,
                null,
                BigInteger.ZERO);
        bench.kept.put(agent.key(), new Kept(key, List.of(channel)));
    }

    SignedHead head(Metering gateway, Agent agent) {
        var domain = new HeadDomain(MeterBench.DOMAIN.chainId(), MeterBench.DOMAIN.contract());
        var heads = new ReceiptHeads(
                new ReceiptHeads.Ground(gateway.store(), gateway.witness()),
                this::chain,
                new ReceiptHeads.Signing(SigningKey.of(Hash32.of(BigInteger.TEN)), domain),
                Runnable::run,
                bench.clock);
        return now(heads.now(agent.key(), agent.channelId)).orElseThrow();
    }

    /** As Postgres folds the receipts that it has. */
    private ReceiptChain chain(Hash32 channelId, long upTo) {
        var chain = ReceiptChain.beginning(channelId);
        for (var receipt : bench.receipts) {
            if (receipt.body().channelId().equals(channelId)
                    && receipt.seq() == chain.seq() + 1
                    && receipt.seq() <= upTo) {
                chain = chain.then(receipt);
            }
        }
        return chain;
    }

    @Override
    public void close() throws Exception {
        for (var one : open) {
            one.close();
        }
    }
}
