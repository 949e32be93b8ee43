package com.protocolbanks.pb.check.billing;

import com.protocolbanks.database.DatabaseUrl;
import com.protocolbanks.embedded.Cable;
import com.protocolbanks.embedded.LocalPostgres.Role;
import com.protocolbanks.embedded.upstream.InvoiceLine;
import com.protocolbanks.embedded.upstream.LocalUpstream;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.gateway.GatewayApp;
import com.protocolbanks.gateway.GatewayConfig;
import com.protocolbanks.pb.check.agents.BareSession;
import com.protocolbanks.pb.check.agents.PaidKey;
import com.protocolbanks.pb.check.agents.UsageBooks;
import com.protocolbanks.pb.company.DemoCompany;
import com.protocolbanks.pb.standalone.Opened;
import com.protocolbanks.pb.standalone.Premises;
import com.protocolbanks.worker.WorkerApp;
import com.protocolbanks.worker.WorkerConfig;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Two gateways on one Redis before a provider that writes its own invoice, and a worker. */
public final class Stage implements AutoCloseable {
    static final List<String> ROUTES = List.of("chat", "responses", "embeddings", "messages", "tools", "feed", "gate");
    static final BigInteger LIMIT = BigInteger.valueOf(50_000_000);

    private static final int CALL = 10_000;
    private static final int INPUT = 2;
    private static final int OUTPUT = 8;
    private static final String TOKENS = """
            {"perMillionInput": "2", "perMillionCached": "1", "perMillionOutput": "8", "perMillionReasoning": "8",
             "maxOutputTokens": 64}""";
    private static final String MODELS = "{\"small\": %s, \"small-slow\": %s}".formatted(TOKENS, TOKENS);
    private static final String PRICES = """
            {"unit": "USD", "routes": [
              {"route": "chat", "surface": "CHAT", "models": %1$s},
              {"route": "responses", "surface": "RESPONSES", "models": %1$s},
              {"route": "embeddings", "surface": "EMBEDDINGS", "models": %1$s},
              {"route": "messages", "surface": "MESSAGES", "models": %1$s},
              {"route": "tools", "surface": "MCP", "models": {"echo": {"perRequest": "0.01"},
                "recite": {"perRequest": "0.01"}, "recite-slow": {"perRequest": "0.01"}}},
              {"route": "feed", "surface": "PLAIN", "models": {"*": {"perRequest": "0.01"}}},
              {"route": "gate", "surface": "PLAIN", "models": {"*": {"perRequest": "0.001"}}}]}""".formatted(MODELS);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Opened open = new Opened();
    private final SecureRandom random = new SecureRandom();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Premises premises;
    private final DemoCompany.Cast cast;
    private final LocalUpstream provider;
    private final UsageBooks books;
    private final Cable cable;
    private final List<URI> gateways = new ArrayList<>();

    private Stage(Premises premises, DemoCompany.Cast cast) throws Exception {
        this.premises = premises;
        this.cast = cast;
        try {
            premises.prices(PRICES);
            provider = open.add(LocalUpstream.start(0));
            books = open.add(UsageBooks.open(premises.servers()));
            cable = open.add(Cable.to(portOf(premises.servers().database(Role.GATEWAY))));
            open.add(WorkerApp.start(worker()));
            for (String id : List.of("gateway-1", "gateway-2")) {
                var app = open.add(GatewayApp.start(config(id)));
                gateways.add(URI.create("http://127.0.0.1:" + app.port()));
            }
            for (var gateway : gateways) {
                awaitReady(gateway);
            }
        } catch (Exception e) {
            close();
            throw e;
        }
    }

    public static Stage open(Premises premises, DemoCompany.Cast cast) throws Exception {
        return new Stage(premises, cast);
    }

    /** The gateway's settings, with each route at the provider's address for it. */
    private GatewayConfig config(String id) throws IOException {
        var given = premises.gateway(id, 0, provider.url(), ROUTES);
        var config = new GatewayConfig(
                new GatewayConfig.Stores(
                        byCable(given.stores().database()), given.stores().redisUrl()),
                given.chain(),
                given.self(),
                given.serving());
        var target = "{\"url\": \"%s\", \"private\": true}".formatted(provider.url());
        Files.writeString(config.serving().upstreams(), """
                {"chat": %1$s, "responses": %1$s, "embeddings": %1$s, "messages": %1$s, "feed": %1$s,
                 "tools": {"url": "%2$s", "private": true}, "gate": {"authorizeOnly": true}}
                """.formatted(
                        target, provider.url().resolve("/mcp")));
        return config;
    }

    private WorkerConfig worker() {
        var given = premises.worker();
        return new WorkerConfig(
                new WorkerConfig.Stores(
                        byCable(given.stores().database()), given.stores().redisUrl()),
                given.chain(),
                given.operator(),
                given.billing());
    }

    /** The same database by a way that can be cut. */
    private DatabaseUrl byCable(DatabaseUrl database) {
        var jdbc = database.jdbc().replace(":" + portOf(database) + "/", ":" + cable.port() + "/");
        return new DatabaseUrl(jdbc, database.user(), database.password(), database.pooled());
    }

    private static int portOf(DatabaseUrl database) {
        return URI.create(database.jdbc().substring("jdbc:".length())).getPort();
    }

    private void awaitReady(URI gateway) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(gateway.resolve("/healthz")).build();
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (http.send(request, BodyHandlers.discarding()).statusCode() != 200) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("a gateway is not ready");
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    /** A key of its own with a funded channel, for all routes. */
    PaidKey key() {
        return PaidKey.granted(premises, cast, LIMIT, ROUTES, random);
    }

    /** A session under a voucher over all that the key may spend. */
    BareSession session(PaidKey key) throws IOException, InterruptedException {
        return BareSession.open(http, gateways.getFirst(), key, LIMIT);
    }

    /** One after the other. */
    URI gateway(int number) {
        return gateways.get(number % gateways.size());
    }

    HttpClient http() {
        return http;
    }

    /** How gateways and worker reach Postgres. */
    Cable cable() {
        return cable;
    }

    LocalUpstream provider() {
        return provider;
    }

    UsageBooks books() {
        return books;
    }

    Premises premises() {
        return premises;
    }

    DemoCompany.Cast cast() {
        return cast;
    }

    /** What the provider's line costs by the price book. */
    static BigInteger price(InvoiceLine line) {
        return BigInteger.valueOf(
                switch (line.path()) {
                    case "/v1/chat/completions", "/v1/responses", "/v1/messages", "/v1/embeddings" ->
                        (line.input() - line.cached()) * INPUT + line.cached() + line.output() * OUTPUT;
                    default -> CALL;
                });
    }

    /** {@link #settled(PaidKey, Hash32, Duration)} with the usual patience. */
    List<String> settled(PaidKey key, Hash32 channelId) throws Exception {
        return settled(key, channelId, PATIENCE);
    }

    /** Waits until nothing is held and all books are equal; what then is not, each as a sentence. */
    List<String> settled(PaidKey key, Hash32 channelId, Duration patience) throws Exception {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            var wrong = books.differences(key, channelId);
            if (wrong.isEmpty() || System.nanoTime() > end) {
                return wrong;
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    @Override
    public void close() {
        open.close();
    }
}
