package com.protocolbanks.pb.bench.usage;

import com.protocolbanks.billing.usage.UsageSync;
import com.protocolbanks.database.Database;
import com.protocolbanks.embedded.LocalChain;
import com.protocolbanks.embedded.LocalPostgres.Role;
import com.protocolbanks.evm.ChainId;
import com.protocolbanks.pb.bench.turns.Report;
import com.protocolbanks.pb.bench.turns.Sample;
import com.protocolbanks.pb.bench.turns.Turns;
import com.protocolbanks.pb.check.Trial;
import com.protocolbanks.pb.check.agents.PaidKey;
import com.protocolbanks.redis.RedisConnection;
import com.protocolbanks.x402.SettlementDomain;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code pb bench sync}: the minute's usage of very many keys, from Redis into Postgres. */
@Command(
        name = "sync",
        mixinStandardHelpOptions = true,
        description = "Takes the usage of 100,000 session keys over into Postgres, beside COPY of the same rows.")
public final class SyncBench implements Callable<Integer> {
    private static final String OURS = "usage sync";
    private static final String LIMIT = "COPY of the same rows";
    private static final String PRICES = """
            {"unit": "USD", "routes": [
              {"route": "chat", "surface": "CHAT", "models": {"assistant": {"perRequest": "0.01", "maxOutputTokens": 64}}}]}""";
    private static final long GIGABYTE = 1L << 30;
    private static final double FULL = 0.8;

    @Option(names = "--keys", defaultValue = "100000", description = "How many keys (default: ${DEFAULT-VALUE}).")
    private int count;

    @Option(names = "--turns", defaultValue = "3", description = "How often (default: ${DEFAULT-VALUE}).")
    private int turns;

    @Option(
            names = "--rate",
            defaultValue = "1000",
            description = "Requests a second while Postgres is away, for the last figure (default: ${DEFAULT-VALUE}).")
    private int rate;

    @Option(names = "--json", description = "Print the figures as JSON.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        try (var trial = Trial.open("bench-sync", new LocalChain.Mining.EachTransactionAndEvery(1))) {
            var servers = trial.premises().servers();
            trial.premises().prices(PRICES);
            PaidKey.granted(
                    trial.premises(), trial.cast(), BigInteger.valueOf(1_000_000), List.of("chat"), new SecureRandom());
            try (var redis = RedisConnection.open(servers.redisUrl());
                    var keys = DirtyKeys.make(servers, redis, count - 1);
                    var database = Database.open(servers.database(Role.WORKER), 2);
                    var sync = sync(database, redis);
                    var copied = CopiedRows.open(servers)) {
                var bytes = new ArrayList<Double>();
                var turned = new Turns()
                        .with(OURS, () -> {
                            bytes.add(keys.meter());
                            long begin = System.nanoTime();
                            sync.round();
                            return sample(keys.count(), (System.nanoTime() - begin) / 1e9)
                                    .wrongBy("a key without what it spent", keys.wrong());
                        })
                        .with(LIMIT, () -> sample(keys.count(), copied.seconds(keys.worker(), keys.round())))
                        .run(turns);
                return told(turned, median(bytes), keys.count());
            }
        }
    }

    private static UsageSync sync(Database database, RedisConnection redis) {
        var domain = new SettlementDomain(new ChainId(LocalChain.CHAIN_ID), SettlementDomain.CANONICAL);
        return new UsageSync(
                database, redis, domain, Clock.systemUTC(), new UsageSync.Settings("bench", Duration.ofMinutes(5)));
    }

    private static Sample sample(int receipts, double seconds) {
        return new Sample(receipts / seconds, 0, 0, receipts);
    }

    private static double median(List<Double> values) {
        var sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }

    private int told(Turns turned, double bytes, int keys) throws Exception {
        double seconds = keys / turned.median(OURS, Sample::perSecond);
        return new Report("sync")
                .say(String.format("""
                        %,d session keys with one new receipt each, in the streams as gateways leave them, 16 shards. The sync reads
                        and acknowledges them, checks each digest, inserts the receipts, moves every channel on and sums every key up;
                        every key's current_usage was compared afterwards. COPY puts the same rows of receipts into a table without an
                        index, a check or a policy, and touches no channel and no key.""", keys))
                .table("sync", turned, "receipts a second", OURS)
                .figure("seconds for all of them", seconds)
                .figure("of the time of COPY", 1 / turned.ratio(OURS, LIMIT))
                .figure("bytes of Redis for each receipt that waits", bytes)
                .figure(
                        "minutes without Postgres that a Redis of 1 GB outlasts at " + rate + " requests a second",
                        GIGABYTE * FULL / bytes / rate / 60)
                .told(json);
    }
}
