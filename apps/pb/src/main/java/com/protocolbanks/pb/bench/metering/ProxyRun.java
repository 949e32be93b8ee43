package com.protocolbanks.pb.bench.metering;

import com.protocolbanks.pb.bench.load.RequestFile;
import com.protocolbanks.pb.bench.load.ServerProcess;
import com.protocolbanks.pb.bench.load.SteadyLoad;
import com.protocolbanks.pb.bench.load.WarmUp;
import com.protocolbanks.pb.bench.load.Wrk;
import com.protocolbanks.pb.bench.turns.Sample;
import com.protocolbanks.pb.bench.turns.Turns;
import com.protocolbanks.pb.check.processes.GatewayProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;

/** Gateway, peer and provider in one place. */
final class ProxyRun {
    static final String OURS = "gateway";
    static final String LIMIT = "the provider itself";

    private static final String PATH = "/v1/chat/completions";

    private final LoadOptions load;
    private final Ground ground;
    private final Parties parties;
    private final SignedRequests session;
    private final Path file;
    private final Wrk wrk;

    /** Those who answer. */
    record Parties(GatewayProcess gateway, ServerProcess peer, ServerProcess provider) {}

    ProxyRun(LoadOptions load, Ground ground, Parties parties) throws IOException, InterruptedException {
        this.load = load;
        this.ground = ground;
        this.parties = parties;
        this.session = ground.session(parties.gateway());
        this.file = ground.folder().resolve("requests");
        this.wrk = new Wrk(Wrk.script(ground.folder()), load.seconds());
    }

    void warmUp(String model) throws Exception {
        WarmUp.until(load.warmUp(), parties.gateway()::processorTime, ours(model));
    }

    private Callable<Sample> ours(String model) {
        return () -> {
            ground.forget();
            return wrk.run(parties.gateway().url().getPort(), session.chats(file, load.requests(), model));
        };
    }

    /** As many as can be, by that model; the model {@code stream} answers by events. */
    Turns most(String model) {
        return new Turns()
                .with(OURS, Audit.of(ground::charges, Wrk.CONNECTIONS, parties.gateway()::processorTime, ours(model)))
                .with(
                        LuaPeer.SMALL,
                        Audit.of(
                                ground::peersCharges,
                                Wrk.CONNECTIONS,
                                parties.peer()::processorTime,
                                () -> wrk.run(parties.peer().port(), written(model))))
                .with(LIMIT, () -> wrk.run(parties.provider().port(), written(model)));
    }

    private RequestFile written(String model) throws IOException {
        return RequestFile.write(file, load.requests(), direct(model));
    }

    /** So many a second, each at its moment. */
    Turns steady(int rate) {
        var steady = new SteadyLoad(rate, load.seconds());
        return new Turns()
                .with(OURS, Audit.of(ground::charges, 0, parties.gateway()::processorTime, () -> {
                    ground.forget();
                    return steady.run(
                            parties.gateway().url().getPort(),
                            session.requests("POST", PATH, SignedRequests.chat("whole")));
                }))
                .with(
                        LuaPeer.SMALL,
                        Audit.of(
                                ground::peersCharges,
                                0,
                                parties.peer()::processorTime,
                                () -> steady.run(parties.peer().port(), direct("whole"))))
                .with(LIMIT, () -> steady.run(parties.provider().port(), direct("whole")));
    }

    /** The provider ignores what the peer checks. */
    private static IntFunction<String> direct(String model) {
        return PeerRequests.requests(
                "POST", model.equals("stream") ? "/stream" + PATH : PATH, SignedRequests.chat(model));
    }
}
