package com.protocolbanks.pb.bench.metering;

import com.protocolbanks.embedded.FreePorts;
import com.protocolbanks.pb.bench.load.ServerProcess;
import com.protocolbanks.pb.bench.load.Tools;
import com.protocolbanks.pb.bench.load.Wrk;
import com.protocolbanks.pb.bench.turns.Report;
import com.protocolbanks.pb.bench.turns.Sample;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pb bench gateway-proxy}: the whole way of a paid request to a provider and back, receipt and log included. */
@Command(
        name = "gateway-proxy",
        mixinStandardHelpOptions = true,
        description =
                "Passes paid requests on to a provider, whole and by events, beside nginx with Lua and beside no gateway.")
public final class ProxyBench implements Callable<Integer> {
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

    @Mixin
    private LoadOptions load = new LoadOptions();

    @Option(
            names = "--rate",
            defaultValue = "1000",
            description = "Requests a second for the times at a constant rate (default: ${DEFAULT-VALUE}).")
    private int rate;

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
                        adds one, and passes on.""", Wrk.CONNECTIONS, load.seconds()));
        try (var ground = Ground.open();
                var provider = provider(ground)) {
            Place.each(load, report, place -> in(place, ground, provider, report));
        }
        return report.told(load.json());
    }

    private static ServerProcess provider(Ground ground) throws IOException, InterruptedException {
        return Nginx.start(
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

    /** The streams and the constant rate only where nothing is limited. */
    private void in(Place place, Ground ground, ServerProcess provider, Report report) throws Exception {
        try (var gateway = ground.gateway(provider.port(), place.launcher());
                var peer = LuaPeer.start(ground, RecordedScript.NONE, provider.port(), place.launcher())) {
            var run = new ProxyRun(load, ground, new ProxyRun.Parties(gateway, peer, provider));
            run.warmUp("whole");
            report.table(
                    "whole answers, " + place.name(),
                    run.most("whole").run(load.turns()),
                    "answers a second",
                    ProxyRun.OURS);
            if (place.limited()) {
                return;
            }
            var steady = run.steady(rate).run(load.turns());
            report.table(rate + " a second, each at its moment", steady, "answers a second", ProxyRun.OURS)
                    .figure(
                            "added to the provider's p99 by the gateway, ms",
                            steady.median(ProxyRun.OURS, Sample::p99) - steady.median(ProxyRun.LIMIT, Sample::p99));
            run.warmUp("stream");
            report.table(
                    "streams of 22 events", run.most("stream").run(load.turns()), "streams a second", ProxyRun.OURS);
        }
    }
}
