package com.protocolbanks.pb.bench.metering;

import com.protocolbanks.pb.bench.load.RequestFile;
import com.protocolbanks.pb.bench.load.ServerProcess;
import com.protocolbanks.pb.bench.load.Tools;
import com.protocolbanks.pb.bench.load.WarmUp;
import com.protocolbanks.pb.bench.load.Wire;
import com.protocolbanks.pb.bench.load.Wrk;
import com.protocolbanks.pb.bench.turns.Report;
import com.protocolbanks.pb.bench.turns.Sample;
import com.protocolbanks.pb.bench.turns.Turns;
import com.protocolbanks.pb.check.processes.GatewayProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code pb bench gateway-authorize}: requests that are verified, charged and answered, and none of them passed on. */
@Command(
        name = "gateway-authorize",
        mixinStandardHelpOptions = true,
        description = "Verifies, charges and answers, beside nginx with Lua, Node, and Redis alone.")
public final class AuthorizeBench implements Callable<Integer> {
    private static final String OURS = "gateway";
    private static final String LIMIT = "redis-benchmark, the gateway's script";
    private static final String UNIT = "authorizations a second";

    @Mixin
    private LoadOptions load = new LoadOptions();

    @Override
    public Integer call() throws Exception {
        var missing = Tools.missing("wrk");
        if (missing.isPresent()) {
            System.err.println(missing.get());
            return 1;
        }
        var report = new Report("gateway-authorize")
                .say(String.format(
                        """
                One session key, one channel, %d connections, %d s each, after %d s of the gateway's processor time. The
                gateway checks token, time and HMAC of each request, refuses repeated ids, checks limit, deposit, ceiling,
                expiry, freeze, routes, payer and rate, charges, and leaves a receipt in the stream, the tail of the chain
                and its log on disk, which is synced in groups. The small check of the peers does none of that: it compares
                five fields and adds one. The peer with the gateway's script is handed its arguments ready made, receipt
                included; only the request's id is new. The gateway charges those of a session that come at once by one run of
                its script; that peer and redis-benchmark run it for each. Charges are counted in Redis after each time, and
                must be as many as the answers. Ours : this is the median of each turn's ratio.""", Wrk.CONNECTIONS, load.seconds(), load.warmUp().toSeconds()));
        Tools.missing("nginx", "redis-benchmark").ifPresent(report::say);
        try (var ground = Ground.open()) {
            Place.each(load, report, place -> report.table(place.name(), in(ground, place, report), UNIT, OURS));
        }
        return report.told(load.json());
    }

    private Turns in(Ground ground, Place place, Report report) throws Exception {
        try (var gateway = ground.gateway(1, place.launcher())) {
            var session = ground.session(gateway);
            var file = ground.folder().resolve("requests");
            var wrk = new Wrk(Wrk.script(ground.folder()), load.seconds());
            Callable<Sample> ours = () -> {
                ground.forget();
                return wrk.run(gateway.url().getPort(), session.authorizations(file, load.requests()));
            };
            WarmUp.until(load.warmUp(), gateway::processorTime, ours);
            var script = recorded(ground, gateway);
            try (var peer = Tools.missing("nginx").isPresent()
                            ? null
                            : LuaPeer.start(ground, script, 1, place.launcher());
                    var node = node(ground, place, report)) {
                var contest = new Turns()
                        .with(OURS, Audit.of(ground::charges, Wrk.CONNECTIONS, gateway::processorTime, ours));
                if (peer != null) {
                    contest.with(LuaPeer.SMALL, small(ground, peer, wrk)).with(LuaPeer.SAME, same(ground, peer, wrk));
                }
                if (node != null) {
                    var small = small(ground, node, wrk);
                    WarmUp.until(load.warmUp(), node::processorTime, small);
                    contest.with(NodePeer.NAME, small);
                }
                limit(contest, ground, script);
                return contest.run(load.turns());
            }
        }
    }

    /** Only where it has memory enough beside the others; null when there is none. */
    private static @Nullable ServerProcess node(Ground ground, Place place, Report report) throws InterruptedException {
        if (place.limited()) {
            return null;
        }
        try {
            return NodePeer.start(ground);
        } catch (IOException failed) {
            report.say("No peer in Node: " + failed.getMessage());
            return null;
        }
    }

    private Callable<Sample> small(Ground ground, ServerProcess peer, Wrk wrk) {
        return Audit.of(
                ground::peersCharges,
                Wrk.CONNECTIONS,
                peer::processorTime,
                () -> wrk.run(peer.port(), peers(ground, "/authorize")));
    }

    private Callable<Sample> same(Ground ground, ServerProcess peer, Wrk wrk) {
        return Audit.of(
                ground::mimickedCharges,
                Wrk.CONNECTIONS,
                peer::processorTime,
                () -> wrk.run(peer.port(), peers(ground, "/same")));
    }

    private RequestFile peers(Ground ground, String path) throws IOException {
        ground.forget();
        Path file = ground.folder().resolve("requests");
        return PeerRequests.write(file, load.requests(), "GET", path, "");
    }

    private void limit(Turns contest, Ground ground, RecordedScript script) {
        if (Tools.missing("redis-benchmark").isEmpty()) {
            contest.with(LIMIT, Audit.of(ground::mimickedCharges, 0, () -> Duration.ZERO, () -> {
                ground.forget();
                return script.measure(ground.redisPort(), load.requests() / 4);
            }));
        }
    }

    private static RecordedScript recorded(Ground ground, GatewayProcess gateway) throws Exception {
        var session = ground.mimickedSession(gateway);
        var text = Files.readString(
                session.authorizations(ground.folder().resolve("one"), 1).path());
        int at = text.indexOf("bench-");
        var id = text.substring(at, text.indexOf('\r', at));
        return RecordedScript.of(
                ground.redisPort(), id, () -> Wire.ask(gateway.url().getPort(), text));
    }
}
