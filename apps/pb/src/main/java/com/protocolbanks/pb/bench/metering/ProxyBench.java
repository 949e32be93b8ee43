package com.protocolbanks.pb.bench.metering;

import com.protocolbanks.embedded.FreePorts;
import com.protocolbanks.pb.bench.turns.Report;
import com.protocolbanks.pb.bench.turns.Sample;
import com.protocolbanks.pb.bench.turns.Turns;
import com.protocolbanks.pb.check.processes.GatewayProcess;
import com.protocolbanks.pb.machine.CpuQuota;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code pb bench gateway-proxy}: the whole way of a paid request to a provider and back, receipt and log included. */
@Command(
        name = "gateway-proxy",
        mixinStandardHelpOptions = true,
        description =
                "Passes paid requests on to a provider, whole and by events, beside nginx with Lua and beside no gateway.")
public final class ProxyBench implements Callable<Integer> {
    private static final String OURS = "gateway";
    private static final String LIMIT = "the provider itself";
    private static final String PATH = "/v1/chat/completions";
    private static final double CORES = 0.5;
    private static final long MEMORY = 512L << 20;
    private static final String ANSWER = """
            {"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"whole","choices":[{"index":0,"message":\
            {"role":"assistant","content":"@TEXT@"},"finish_reason":"stop"}],"usage":{"prompt_tokens":21,\
            "completion_tokens":48,"total_tokens":69}}""";
    private static final String EVENT = """
            data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"stream","choices":[{"index":0,\
            "delta":{"content":"a few words "},"finish_reason":null}]}

            """;
    private static final String LAST = """
            data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"stream","choices":[],"usage":\
            {"prompt_tokens":21,"completion_tokens":48,"total_tokens":69}}

            data: [DONE]

            """;

    @Option(names = "--turns", defaultValue = "3", description = "How often (default: ${DEFAULT-VALUE}).")
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

    @Option(
            names = "--rate",
            defaultValue = "1000",
            description = "Requests a second for the times at a constant rate (default: ${DEFAULT-VALUE}).")
    private int rate;

    @Option(names = "--json", description = "Print the figures as JSON.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        // nginx is the provider, too
        var missing = Tools.missing("nginx", "wrk");
        if (missing.isPresent()) {
            System.err.println(missing.get());
            return 1;
        }
        var report = new Report("gateway-proxy").say(String.format("""
                        Chat completions over %d connections, %d s each, to a provider that always answers the same (nginx). The
                        gateway does all of its work: the session's HMAC, hold, rewriting of the request, usage of the answer, charge,
                        receipt in header or stream, answer kept for repetition, log on disk. The peer checks an HMAC and five fields,
                        adds one, and passes on.""", Wrk.CONNECTIONS, seconds));
        try (var ground = Ground.open();
                var provider = provider(ground)) {
            in("whole answers", ground, provider, Optional.empty(), report);
            try (var quota = CpuQuota.create("pb-bench-gateway", CORES, MEMORY).orElse(null)) {
                if (quota == null) {
                    report.say("This machine lets nobody make a control group: nothing was measured in half a core.");
                } else {
                    in("half a core, 512 MB", ground, provider, Optional.of(quota), report);
                }
            }
        }
        return report.told(json);
    }

    private int requests() {
        return perSecond * seconds;
    }

    private static NginxProcess provider(Ground ground) throws IOException, InterruptedException {
        return NginxProcess.start(
                ground.folder().resolve("provider"),
                List.of("upstream.conf"),
                Map.of(
                        "ANSWER",
                        ANSWER.replace("@TEXT@", "a few words ".repeat(40)),
                        "EVENTS",
                        EVENT.repeat(20) + LAST),
                FreePorts.next(),
                List.of());
    }

    /** Gateway and peer in such a place; the streams and the constant rate only where nothing is limited. */
    private void in(String place, Ground ground, NginxProcess provider, Optional<CpuQuota> quota, Report report)
            throws Exception {
        var launcher = quota.map(CpuQuota::launcher).orElse(List.of());
        try (var gateway = ground.gateway(provider.port(), launcher);
                var peer = LuaPeer.start(ground, RecordedScript.NONE, provider.port(), launcher)) {
            var run = new Run(ground, gateway, ground.session(gateway), peer, provider);
            run.warmUp();
            report.table(place, run.turns("whole").run(turns), "answers a second", OURS);
            if (quota.isEmpty()) {
                report.table("streams of 22 events", run.turns("stream").run(turns), "streams a second", OURS);
                var steady = run.steady().run(turns);
                report.table(rate + " a second, each at its moment", steady, "answers a second", OURS)
                        .figure(
                                "added to the provider's p99 by the gateway, ms",
                                steady.median(OURS, Sample::p99) - steady.median(LIMIT, Sample::p99));
            }
        }
    }

    /** One place, warmed up. */
    private final class Run {
        private final Ground ground;
        private final GatewayProcess gateway;
        private final SignedRequests session;
        private final NginxProcess peer;
        private final NginxProcess provider;
        private final Path file;
        private final Path lua;

        Run(Ground ground, GatewayProcess gateway, SignedRequests session, NginxProcess peer, NginxProcess provider)
                throws IOException {
            this.ground = ground;
            this.gateway = gateway;
            this.session = session;
            this.peer = peer;
            this.provider = provider;
            this.file = ground.folder().resolve("requests");
            this.lua = Wrk.script(ground.folder());
        }

        void warmUp() throws Exception {
            for (var model : List.of("whole", "stream")) {
                for (int round = 0; round < warmUps; round++) {
                    new Wrk(lua, seconds).run(gateway.url().getPort(), session.chats(file, requests(), model));
                }
            }
        }

        Turns turns(String model) {
            var wrk = new Wrk(lua, seconds);
            return new Turns()
                    .with(OURS, Audit.of(ground::charges, Wrk.CONNECTIONS, gateway::processorTime, () -> {
                        ground.forget();
                        return wrk.run(gateway.url().getPort(), session.chats(file, requests(), model));
                    }))
                    .with(
                            LuaPeer.SMALL,
                            Audit.of(
                                    ground::peersCharges,
                                    Wrk.CONNECTIONS,
                                    peer::processorTime,
                                    () -> wrk.run(peer.port(), RequestFile.write(file, requests(), direct(model)))))
                    .with(LIMIT, () -> wrk.run(provider.port(), RequestFile.write(file, requests(), direct(model))));
        }

        Turns steady() {
            var load = new SteadyLoad(rate, seconds);
            return new Turns()
                    .with(OURS, Audit.of(ground::charges, 0, gateway::processorTime, () -> {
                        ground.forget();
                        return load.run(
                                gateway.url().getPort(), session.requests("POST", PATH, SignedRequests.chat("whole")));
                    }))
                    .with(
                            LuaPeer.SMALL,
                            Audit.of(
                                    ground::peersCharges,
                                    0,
                                    peer::processorTime,
                                    () -> load.run(peer.port(), direct("whole"))))
                    .with(LIMIT, () -> load.run(provider.port(), direct("whole")));
        }

        /** The provider ignores what the peer checks. */
        private IntFunction<String> direct(String model) {
            return PeerRequests.requests(
                    "POST", model.equals("stream") ? "/stream" + PATH : PATH, SignedRequests.chat(model));
        }
    }
}
