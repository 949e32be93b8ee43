package com.protocolbanks.pb.check;

import com.protocolbanks.embedded.LocalChain;
import com.protocolbanks.embedded.upstream.LocalUpstream;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.pb.check.agents.AgentLoad;
import com.protocolbanks.pb.check.agents.Invoice;
import com.protocolbanks.pb.check.agents.Killing;
import com.protocolbanks.pb.check.agents.PaidKey;
import com.protocolbanks.pb.check.agents.UsageBooks;
import com.protocolbanks.pb.check.agents.UsageBooks.Row;
import com.protocolbanks.pb.check.processes.GatewayProcess;
import com.protocolbanks.pb.check.processes.WorkerProcess;
import com.protocolbanks.sdk.Agent;
import com.protocolbanks.sdk.AgentSettings;
import com.protocolbanks.sdk.Payer;
import com.protocolbanks.sdk.WindowSize;
import java.io.IOException;
import java.math.BigInteger;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Streaming and plain load through two gateways, while they, the worker and Redis are killed again and again. */
final class CheckBillingKill implements Check {
    private static final List<String> SMALL = List.of("-Xmx256m", "-XX:TieredStopAtLevel=1");
    private static final int KEYS = 3;
    private static final int CLIENTS = 24;
    private static final BigInteger LIMIT = BigInteger.valueOf(2_000_000_000L);
    private static final WindowSize WINDOW = new WindowSize(BigInteger.valueOf(50_000_000), LIMIT);

    /** Longer than a hold lives whose gateway died, and than what a dead worker had read lies. */
    private static final Duration DRAINED = Duration.ofMinutes(6);

    private final int kills;
    private final long seed;
    private final SecureRandom salts = new SecureRandom();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** @param seed of what is killed and when */
    CheckBillingKill(int kills, long seed) {
        this.kills = kills;
        this.seed = seed;
    }

    @Override
    public String name() {
        return "billing-kill";
    }

    @Override
    public String promise() {
        return "Gateways, worker and Redis killed under streaming load: receipts, Postgres, Redis and the provider's invoice agree.";
    }

    /** What is killed, and what is asked. */
    private record Scene(
            Trial trial, LocalUpstream provider, List<GatewayProcess> gateways, List<PaidKey> keys, UsageBooks books) {}

    @Override
    public List<String> run() throws Exception {
        System.out.println("  " + kills + " kills, --seed " + seed);
        var gateways = new ArrayList<GatewayProcess>();
        try (var trial = Trial.open(name(), new LocalChain.Mining.EachTransactionAndEvery(1));
                var provider = LocalUpstream.start(0);
                var books = UsageBooks.open(trial.premises().servers())) {
            var premises = trial.premises();
            premises.prices(Invoice.PRICES);
            var first = premises.gateway("gateway-1", 0, provider.url(), List.of("chat"));
            var second = premises.gateway("gateway-2", 0, provider.url(), List.of("chat"));
            var warm = GatewayProcess.warmedUp(
                    first,
                    trial.folder().resolve("warm-up.log"),
                    http,
                    trial.folder().resolve("gateway.aot"));
            for (var config : List.of(first, second)) {
                var output = trial.folder().resolve(config.self().id() + ".log");
                gateways.add(GatewayProcess.start(config, output, http, warm));
            }
            awaitAll(gateways);
            var keys = new ArrayList<PaidKey>();
            for (int i = 0; i < KEYS; i++) {
                keys.add(PaidKey.granted(premises, trial.cast(), LIMIT, List.of("chat"), salts));
            }
            return shaken(new Scene(trial, provider, gateways, keys, books));
        } finally {
            gateways.forEach(GatewayProcess::close);
        }
    }

    private static void awaitAll(List<GatewayProcess> gateways) throws InterruptedException {
        for (var gateway : gateways) {
            gateway.awaitReady();
        }
    }

    private List<String> shaken(Scene scene) throws Exception {
        var agents = new ArrayList<List<Agent>>();
        for (var key : scene.keys()) {
            agents.add(List.of(
                    agent(scene.gateways().getFirst(), key),
                    agent(scene.gateways().getLast(), key)));
        }
        var channels = agents.stream().map(both -> both.getFirst().channelId()).toList();
        var workers = new ArrayList<WorkerProcess>();
        workers.add(worker(scene));
        try (var load = new AgentLoad(agents)) {
            load.start(CLIENTS);
            var random = new Random(seed);
            for (int i = 0; i < kills; i++) {
                killed(scene, Killing.next(random), load, workers);
            }
            awaitAll(scene.gateways());
            load.finish();
            System.out.println("  " + load.asked() + " requests, " + load.paid().size() + " answered and paid, "
                    + load.chargedBefore().size() + " paid without an answer");
            awaitDrained(scene, channels);
            return verdict(scene, channels, load);
        } finally {
            workers.forEach(WorkerProcess::close);
        }
    }

    private Agent agent(GatewayProcess gateway, PaidKey key) {
        var settings = AgentSettings.of(
                gateway.url(),
                Payer.from(key.key(), key.wallet()),
                WINDOW,
                new AgentSettings.Surroundings(http, Clock.systemUTC(), this::salt));
        return switch (Agent.open(settings)) {
            case Agent.Opening.Opened(var agent) -> agent;
            case Agent.Opening.NotOpened(var reason) ->
                throw new IllegalStateException("the agent has no session: " + reason);
        };
    }

    private Hash32 salt() {
        byte[] bytes = new byte[Hash32.LENGTH];
        salts.nextBytes(bytes);
        return new Hash32(bytes);
    }

    private static WorkerProcess worker(Scene scene) throws IOException {
        return WorkerProcess.start(scene.trial().premises(), List.of(), SMALL, List.of());
    }

    private static void killed(Scene scene, Killing killing, AgentLoad load, List<WorkerProcess> workers)
            throws Exception {
        if (killing.whenWhole()) {
            awaitAll(scene.gateways());
        }
        TimeUnit.MILLISECONDS.sleep(killing.after().toMillis());
        var first = scene.gateways().getFirst();
        var second = scene.gateways().getLast();
        var servers = scene.trial().premises().servers();
        switch (killing.victim()) {
            case FIRST_GATEWAY -> load.disturb(first::kill);
            case SECOND_GATEWAY -> load.disturb(second::kill);
            case WORKER -> workers.getFirst().kill();
            case REDIS -> load.disturb(servers::crashRedis);
            case GATEWAY_AND_REDIS ->
                load.disturb(() -> {
                    first.kill();
                    servers.crashRedis();
                });
            case EVERYTHING ->
                load.disturb(() -> {
                    first.kill();
                    second.kill();
                    workers.getFirst().kill();
                    servers.crashRedis();
                });
        }
        for (var gateway : scene.gateways()) {
            gateway.reviveIfKilled();
        }
        if (!workers.getFirst().isAlive()) {
            workers.removeFirst();
            workers.add(worker(scene));
        }
        System.out.print(killing.victim().name().charAt(0));
        System.out.flush();
    }

    /** Until no hold is left and Postgres has every receipt. */
    private static void awaitDrained(Scene scene, List<Hash32> channels) throws SQLException, InterruptedException {
        long end = System.nanoTime() + DRAINED.toNanos();
        while (System.nanoTime() < end) {
            boolean drained = true;
            for (int i = 0; i < channels.size(); i++) {
                var standing = scene.books().standing(scene.keys().get(i), channels.get(i));
                drained &= standing.isFree()
                        && scene.books().used(scene.keys().get(i)).equals(standing.spent());
            }
            if (drained) {
                return;
            }
            TimeUnit.SECONDS.sleep(1);
        }
    }

    /** What an agent finds that fetches every receipt and the newest signed head. */
    private List<String> audited(Scene scene, PaidKey key) {
        try {
            return agent(scene.gateways().getFirst(), key).audit().stream()
                    .map(finding -> "an audit found " + finding)
                    .toList();
        } catch (IOException | IllegalStateException e) {
            return List.of("an audit of " + key.id() + " was not possible: " + e.getMessage());
        }
    }

    private List<String> verdict(Scene scene, List<Hash32> channels, AgentLoad load) throws SQLException {
        var wrong = new ArrayList<>(load.faults());
        var receipts = new ArrayList<Row>();
        for (int i = 0; i < channels.size(); i++) {
            var key = scene.keys().get(i);
            receipts.addAll(scene.books().receipts(channels.get(i)));
            wrong.addAll(scene.books().differences(key, channels.get(i)));
            wrong.addAll(audited(scene, key));
        }
        var invoice = Invoice.compared(scene.provider().invoice(), receipts, load);
        wrong.addAll(invoice.wrong());
        wrong.addAll(load.audits());
        var charged = receipts.stream().map(Row::charged).reduce(BigInteger.ZERO, BigInteger::add);
        System.out.println("  " + receipts.size() + " receipts of " + charged + " units; of " + load.disturbances()
                + " requests that a kill cut off, " + invoice.unbilled() + " with " + invoice.unbilledUnits()
                + " units are in the provider's invoice alone; the bound is what they held, at most "
                + invoice.boundUnits());
        return wrong;
    }
}
