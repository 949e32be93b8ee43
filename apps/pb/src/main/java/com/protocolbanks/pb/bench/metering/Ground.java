package com.protocolbanks.pb.bench.metering;

import com.protocolbanks.embedded.LocalChain;
import com.protocolbanks.gateway.GatewayConfig;
import com.protocolbanks.pb.check.Trial;
import com.protocolbanks.pb.check.agents.PaidKey;
import com.protocolbanks.pb.check.processes.GatewayProcess;
import com.protocolbanks.redis.RedisConnection;
import com.protocolbanks.redis.RedisScript;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** A company with two agents, and prices of the smallest unit. */
final class Ground implements AutoCloseable {
    /** A route of a fixed price that is only authorized. */
    static final String CHECK = "check";

    private static final String CHAT = "chat";
    private static final String EVENTS = "events";
    private static final List<String> ROUTES = List.of(CHECK, CHAT, EVENTS);
    private static final String PRICES = """
            {"unit": "USD", "routes": [
              {"route": "check", "surface": "PLAIN", "models": {"*": {"perRequest": "0.000001"}}},
              {"route": "chat", "surface": "CHAT", "models": {"whole": {
                "perRequest": "0.000001", "perMillionOutput": "0.01", "maxOutputTokens": 64}}},
              {"route": "events", "surface": "CHAT", "models": {"stream": {
                "perRequest": "0.000001", "perMillionOutput": "0.01", "maxOutputTokens": 64}}}]}""";
    private static final BigInteger LIMIT = BigInteger.TEN.pow(13);
    private static final String PEERS_KEY = "peer:" + PeerRequests.KEY;
    private static final RedisScript<Long> PEERS_COUNT =
            RedisScript.returningNumber("return tonumber(redis.call('HGET', KEYS[1], 'spent') or '0')");
    private static final RedisScript<Long> PEERS_BOOKS = RedisScript.returningNumber(
            "return redis.call('HSET', KEYS[1], 'limit', ARGV[1], 'spent', 0, 'frozen', 0, 'exp', ARGV[2])");
    private static final RedisScript<Long> FORGET = RedisScript.returningNumber("""
            local gone = redis.call('UNLINK', KEYS[1])
            for _, kind in ipairs({'receipts', 'done:*'}) do
              for _, name in ipairs(redis.call('KEYS', 'pb:{*}:' .. kind)) do gone = gone + redis.call('UNLINK', name) end
            end
            return gone""");

    private final Trial trial;
    private final Path folder;
    private final GatewayConfig config;
    private final Agent served;
    private final Agent mimicked;
    private final RedisConnection redis;
    private final HttpClient http = HttpClient.newHttpClient();

    private Ground(Trial trial, Path folder) {
        this.trial = trial;
        this.folder = folder;
        var premises = trial.premises();
        premises.prices(PRICES);
        served = agent();
        mimicked = agent();
        config = premises.gateway("bench", 0, URI.create("http://127.0.0.1:1"), ROUTES);
        redis = RedisConnection.open(premises.servers().redisUrl());
    }

    private Agent agent() {
        var premises = trial.premises();
        var key = PaidKey.granted(premises, trial.cast(), LIMIT, ROUTES, new SecureRandom());
        return new Agent(key, premises.channel(key.wallet(), key.key().address()), LIMIT);
    }

    static Ground open() throws IOException {
        var trial = Trial.open("bench-gateway", new LocalChain.Mining.EachTransactionAndEvery(1));
        try {
            return new Ground(trial, Files.createTempDirectory("pb-bench"));
        } catch (RuntimeException | IOException e) {
            trial.close();
            throw e;
        }
    }

    /** For requests, configurations and logs; left behind for whoever wants to look. */
    Path folder() {
        return folder;
    }

    int redisPort() {
        return URI.create(trial.premises().servers().redisUrl()).getPort();
    }

    /** @param provider the port of the models' provider */
    GatewayProcess gateway(int provider, List<String> launcher) throws IOException, InterruptedException {
        var upstreams = folder.resolve("upstreams.json");
        var base = "http://127.0.0.1:" + provider;
        Files.writeString(
                upstreams,
                JsonMapper.shared()
                        .writeValueAsString(Map.of(
                                CHECK, Map.of("authorizeOnly", true),
                                CHAT, Map.of("url", base, "private", true),
                                EVENTS, Map.of("url", base + "/stream", "private", true))));
        var started = GatewayProcess.start(
                leading(upstreams), folder.resolve("gateway.log"), http, new GatewayProcess.Kind(launcher, List.of()));
        try {
            started.awaitReady();
            return started;
        } catch (InterruptedException | RuntimeException failed) {
            started.close();
            throw failed;
        }
    }

    private GatewayConfig leading(Path upstreams) {
        var serving = config.serving();
        return new GatewayConfig(
                config.stores(),
                config.chain(),
                config.self(),
                new GatewayConfig.Serving(
                        serving.port(), serving.publicUrl(), serving.consoleUrl(), upstreams, serving.tls()));
    }

    /** An open session of the agent whose requests are measured. */
    SignedRequests session(GatewayProcess gateway) throws IOException, InterruptedException {
        return served.session(gateway, http);
    }

    /**
     * One of the agent in whose name peers run the gateway's script. It is another one, as a gateway logs all that is
     * charged on a channel it serves: what a peer charged on the same one would be work for the gateway in its next turn.
     */
    SignedRequests mimickedSession(GatewayProcess gateway) throws IOException, InterruptedException {
        return mimicked.session(gateway, http);
    }

    /** How many charges the gateway made so far. */
    long charges() {
        return served.charges(redis);
    }

    /** How many charges were made with the gateway's script by others. */
    long mimickedCharges() {
        return mimicked.charges(redis);
    }

    /** How many units the peer has counted so far, one for each of its answers. */
    long peersCharges() {
        return redis.run(PEERS_COUNT, List.of(PEERS_KEY), List.of()).orThrow();
    }

    /** Begins the peer's books. */
    void beginPeersBooks() {
        redis.run(PEERS_BOOKS, List.of(PEERS_KEY), List.of("1000000000000", "4000000000"))
                .orThrow();
    }

    /** Drops the receipts that wait for a worker: there is none here, and a turn begins with what the one before it had. */
    void forget() {
        redis.run(FORGET, List.of(mimicked.tail()), List.of()).orThrow();
    }

    @Override
    public void close() {
        redis.close();
        http.close();
        trial.close();
    }
}
