package com.protocolbanks.pb.bench.metering;

import com.protocolbanks.embedded.DevelopmentToken;
import com.protocolbanks.embedded.LocalChain;
import com.protocolbanks.evm.ChainId;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.keys.SigningKey;
import com.protocolbanks.gateway.GatewayConfig;
import com.protocolbanks.metering.store.ShardKeys;
import com.protocolbanks.pb.check.Trial;
import com.protocolbanks.pb.check.processes.GatewayProcess;
import com.protocolbanks.pb.company.SessionKeyClient;
import com.protocolbanks.redis.RedisConnection;
import com.protocolbanks.redis.RedisScript;
import com.protocolbanks.x402.ChannelConfig;
import com.protocolbanks.x402.SettlementDomain;
import com.protocolbanks.x402.Voucher;
import com.protocolbanks.x402.wire.Payment;
import com.protocolbanks.x402.wire.PaymentJson;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A company whose agent has one session key, one funded channel, and prices of the smallest unit. */
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
    private static final SettlementDomain DOMAIN =
            new SettlementDomain(new ChainId(LocalChain.CHAIN_ID), SettlementDomain.CANONICAL);
    private static final String PEERS_KEY = "peer:" + PeerRequests.KEY;
    private static final RedisScript<Long> NUMBER =
            RedisScript.returningNumber("return tonumber(redis.call('HGET', KEYS[1], ARGV[1]) or '0')");
    private static final RedisScript<Long> PEERS_BOOKS = RedisScript.returningNumber(
            "return redis.call('HSET', KEYS[1], 'limit', ARGV[1], 'spent', 0, 'frozen', 0, 'exp', ARGV[2])");
    private static final BigInteger LIMIT = BigInteger.TEN.pow(13);
    private static final RedisScript<Long> FORGET = RedisScript.returningNumber("""
            local gone = 0
            for _, kind in ipairs({'receipts', 'done:*'}) do
              for _, name in ipairs(redis.call('KEYS', 'pb:{*}:' .. kind)) do gone = gone + redis.call('UNLINK', name) end
            end
            return gone""");

    private final Trial trial;
    private final Path folder;
    private final GatewayConfig config;
    private final SigningKey key = SigningKey.generate(new SecureRandom());
    private final ChannelConfig channel;
    private final RedisConnection redis;
    private final HttpClient http = HttpClient.newHttpClient();

    private Ground(Trial trial, Path folder) {
        this.trial = trial;
        this.folder = folder;
        var premises = trial.premises();
        var wallet = trial.cast().organization().walletAddress();
        var contracts = premises.servers().contracts();
        contracts.mint(DevelopmentToken.USDC, wallet, LIMIT);
        premises.prices(PRICES);
        new SessionKeyClient(premises.web(), trial.cast(), new SecureRandom())
                .create(key, contracts.token(DevelopmentToken.USDC), LIMIT, ROUTES, List.of());
        premises.fundChannel(wallet, key.address(), LIMIT);
        channel = premises.channel(wallet, key.address());
        config = premises.gateway("bench", 0, URI.create("http://127.0.0.1:1"), ROUTES);
        redis = RedisConnection.open(premises.servers().redisUrl());
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

    RedisConnection redis() {
        return redis;
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

    /** An open session over the whole limit. */
    SignedRequests session(GatewayProcess gateway) throws IOException, InterruptedException {
        var voucher = new Voucher(channelId(), LIMIT);
        var payment = new Payment.VoucherPayment(
                channel, voucher, key.sign(DOMAIN.digest(voucher)).bytes());
        var body = JsonMapper.shared().createObjectNode();
        body.set("payload", PaymentJson.write(payment));
        var answer = http.send(
                HttpRequest.newBuilder(gateway.url().resolve("/v1/session"))
                        .header("content-type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                        .build(),
                BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException("no session: " + answer.statusCode() + " " + answer.body());
        }
        JsonNode grant = JsonMapper.shared().readTree(answer.body());
        return new SignedRequests(
                grant.path("sessionToken").asString(),
                Base64.getUrlDecoder().decode(grant.path("hmacSecret").asString()));
    }

    /** How many charges were made on the channel so far. */
    long charges() {
        return redis.run(NUMBER, List.of(ShardKeys.of(key.address()).channel(channelId())), List.of("seq"))
                .orThrow();
    }

    /** How many units the peer has counted so far, one for each of its answers. */
    long peersCharges() {
        return redis.run(NUMBER, List.of(PEERS_KEY), List.of("spent")).orThrow();
    }

    /** Begins the peer's books. */
    void beginPeersBooks() {
        redis.run(PEERS_BOOKS, List.of(PEERS_KEY), List.of("1000000000000", "4000000000"))
                .orThrow();
    }

    private Hash32 channelId() {
        return DOMAIN.channelId(channel);
    }

    /** Drops the receipts that wait for a worker: there is none here, and a turn begins with what the one before it had. */
    void forget() {
        redis.run(FORGET, List.of(), List.of()).orThrow();
    }

    @Override
    public void close() {
        redis.close();
        http.close();
        trial.close();
    }
}
