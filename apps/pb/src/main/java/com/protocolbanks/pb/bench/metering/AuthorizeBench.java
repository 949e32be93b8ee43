package com.protocolbanks.pb.bench.metering;

import com.protocolbanks.pb.bench.turns.Report;
import com.protocolbanks.pb.bench.turns.Turns;
import com.protocolbanks.pb.check.processes.GatewayProcess;
import com.protocolbanks.pb.machine.CpuQuota;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code pb bench gateway-authorize}: requests that are verified, charged and answered, and none of them passed on. */
@Command(
        name = "gateway-authorize",
        mixinStandardHelpOptions = true,
        description = "Verifies, charges and answers, beside nginx with Lua and beside Redis alone.")
public final class AuthorizeBench implements Callable<Integer> {
    private static final String OURS = "gateway";
    private static final String LIMIT = "redis-benchmark, the gateway's script";
    private static final String UNIT = "authorizations a second";
    private static final double CORES = 0.5;
    private static final long MEMORY = 512L << 20;

    @Option(names = "--turns", defaultValue = "5", description = "How often (default: ${DEFAULT-VALUE}).")
    private int turns;

    @Option(names = "--seconds", defaultValue = "4", description = "Each time (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--warm-up",
            defaultValue = "5",
            description =
                    "Times before any that counts: the gateway is compiled while it runs (default: ${DEFAULT-VALUE}).")
    private int warmUps;

    @Option(
            names = "--requests",
            defaultValue = "60000",
            description = "Written down for each second; no fewer than are answered (default: ${DEFAULT-VALUE}).")
    private int perSecond;

    @Option(names = "--json", description = "Print the figures as JSON.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        var missing = Tools.missing("wrk");
        if (missing.isPresent()) {
            System.err.println(missing.get());
            return 1;
        }
        var report = new Report("gateway-authorize").say(String.format("""
                One session key, one channel, %d connections, %d s each. The gateway checks token, time and HMAC of
                each request, refuses repeated ids, checks limit, deposit, ceiling, expiry, freeze, routes, payer and
                rate, charges, and leaves a receipt in the stream, the tail of the chain and its log on disk, which is
                synced in groups. The small check of the peer does none of that: it compares five fields and adds
                one. The peer with the gateway's script is handed its arguments ready made, receipt included; only
                the request's id is new. Charges are counted in Redis after each time, and must be as many as the
                answers. Ours : this is the median of each turn's ratio.""", Wrk.CONNECTIONS, seconds));
        Tools.missing("nginx", "redis-benchmark").ifPresent(report::say);
        try (var ground = Ground.open()) {
            report.table("a whole machine", in(ground, List.of()), UNIT, OURS);
            try (var quota = CpuQuota.create("pb-bench-gateway", CORES, MEMORY).orElse(null)) {
                if (quota == null) {
                    report.say("This machine lets nobody make a control group: nothing was measured in half a core.");
                } else {
                    report.table("gateway and nginx in half a core, 512 MB", in(ground, quota.launcher()), UNIT, OURS);
                }
            }
        }
        return report.told(json);
    }

    private Turns in(Ground ground, List<String> launcher) throws Exception {
        try (var gateway = ground.gateway(1, launcher)) {
            var session = ground.session(gateway);
            warmUp(ground, gateway, session);
            var script = recorded(ground, gateway, session);
            try (var peer = Tools.missing("nginx").isPresent() ? null : LuaPeer.start(ground, script, 1, launcher)) {
                return turns(ground, gateway, session, script, Optional.ofNullable(peer))
                        .run(turns);
            }
        }
    }

    private Turns turns(
            Ground ground,
            GatewayProcess gateway,
            SignedRequests session,
            RecordedScript script,
            Optional<NginxProcess> peer)
            throws IOException {
        var file = ground.folder().resolve("requests");
        var wrk = new Wrk(Wrk.script(ground.folder()), seconds);
        var contest = new Turns()
                .with(
                        OURS,
                        Audit.of(
                                ground::charges,
                                Wrk.CONNECTIONS,
                                gateway::processorTime,
                                () -> wrk.run(
                                        gateway.url().getPort(),
                                        fresh(ground, session.authorizations(file, requests())))));
        peer.ifPresent(nginx -> contest.with(
                        LuaPeer.SMALL,
                        Audit.of(
                                ground::peersCharges,
                                Wrk.CONNECTIONS,
                                nginx::processorTime,
                                () -> wrk.run(nginx.port(), fresh(ground, peers(file, "/authorize")))))
                .with(
                        LuaPeer.SAME,
                        Audit.of(
                                ground::charges,
                                Wrk.CONNECTIONS,
                                nginx::processorTime,
                                () -> wrk.run(nginx.port(), fresh(ground, peers(file, "/same"))))));
        if (Tools.missing("redis-benchmark").isEmpty()) {
            contest.with(LIMIT, Audit.of(ground::charges, 0, () -> Duration.ZERO, () -> {
                ground.forget();
                return script.measure(ground.redisPort(), requests() / 4);
            }));
        }
        return contest;
    }

    private int requests() {
        return perSecond * seconds;
    }

    private static RequestFile fresh(Ground ground, RequestFile written) {
        ground.forget();
        return written;
    }

    private RequestFile peers(Path file, String path) throws IOException {
        return PeerRequests.write(file, requests(), "GET", path, "");
    }

    private void warmUp(Ground ground, GatewayProcess gateway, SignedRequests session) throws Exception {
        var file = ground.folder().resolve("warm-up");
        var wrk = new Wrk(Wrk.script(ground.folder()), seconds);
        for (int round = 0; round < warmUps; round++) {
            ground.forget();
            wrk.run(gateway.url().getPort(), session.authorizations(file, requests()));
        }
    }

    private static RecordedScript recorded(Ground ground, GatewayProcess gateway, SignedRequests session)
            throws Exception {
        var text = Files.readString(
                session.authorizations(ground.folder().resolve("one"), 1).path());
        int at = text.indexOf("bench-");
        var id = text.substring(at, text.indexOf('\r', at));
        return RecordedScript.of(
                ground.redisPort(), id, () -> Wire.ask(gateway.url().getPort(), text));
    }
}
