package com.protocolbanks.pb.check;

import com.protocolbanks.embedded.LocalChain;
import com.protocolbanks.embedded.upstream.LocalUpstream;
import com.protocolbanks.pb.check.agents.BareSession;
import com.protocolbanks.pb.check.agents.PaidKey;
import com.protocolbanks.pb.check.agents.UsageBooks;
import com.protocolbanks.pb.check.processes.GatewayProcess;
import com.protocolbanks.worker.WorkerApp;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Four gateway processes over one Redis, raced for the last of a key's money. */
final class CheckOverspend implements Check {
    private static final int GATEWAYS = 4;
    private static final BigInteger CENT = BigInteger.valueOf(10_000);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String PRICES = """
            {"unit": "USD", "routes": [
              {"route": "chat", "surface": "CHAT", "models": {"assistant": {"perRequest": "0.01", "maxOutputTokens": 64}}},
              {"route": "tick", "surface": "PLAIN", "models": {"*": {"perRequest": "0.000001"}}}]}""";
    private static final String QUESTION =
            "{\"model\":\"assistant\",\"messages\":[{\"role\":\"user\",\"content\":\"What is due this month?\"}]}";

    private final SecureRandom random = new SecureRandom();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Override
    public String name() {
        return "overspend";
    }

    @Override
    public String promise() {
        return "4 gateways, 1,000 requests at once against a ceiling for 10, and 10,000 against one last unit: nothing overspent.";
    }

    /** The scene of both races. */
    private record Scene(Trial trial, LocalUpstream provider, List<GatewayProcess> gateways, UsageBooks books) {
        URI gateway(int number) {
            return gateways.get(number % gateways.size()).url();
        }
    }

    @Override
    public List<String> run() throws Exception {
        var gateways = new ArrayList<GatewayProcess>();
        try (var trial = Trial.open(name(), new LocalChain.Mining.EachTransactionAndEvery(1));
                var provider = LocalUpstream.start(0);
                var books = UsageBooks.open(trial.premises().servers())) {
            var premises = trial.premises();
            premises.prices(PRICES);
            try (var _ = WorkerApp.start(premises.worker())) {
                for (int i = 1; i <= GATEWAYS; i++) {
                    var config = premises.gateway("gateway-" + i, 0, provider.url(), List.of("chat", "tick"));
                    gateways.add(GatewayProcess.start(config, trial.folder().resolve("gateway-" + i + ".log"), http));
                }
                for (var gateway : gateways) {
                    gateway.awaitReady();
                }
                var scene = new Scene(trial, provider, gateways, books);
                var wrong = new ArrayList<>(ceiling(scene));
                wrong.addAll(lastUnit(scene));
                return wrong;
            }
        } finally {
            gateways.forEach(GatewayProcess::close);
        }
    }

    /** 1,000 at once, a voucher for 10 of them on a key that could pay for 100. */
    private List<String> ceiling(Scene scene) throws Exception {
        var key = granted(scene, CENT.multiply(BigInteger.valueOf(100)), "chat");
        var session = BareSession.open(http, scene.gateway(0), key, CENT.multiply(BigInteger.TEN));
        var statuses = raced(
                1000,
                1000,
                i -> session.post(scene.gateway(i), "/v1/chat/completions", QUESTION)
                        .statusCode());
        System.out.println("  1,000 at once against a ceiling for 10: answers by status " + statuses + ", "
                + scene.provider().requests() + " reached the provider");
        var wrong = new ArrayList<String>();
        expect(wrong, "statuses of 1,000 against a ceiling for 10", Map.of(200, 10, 402, 990), statuses);
        expect(wrong, "requests that reached the provider", 10, scene.provider().requests());
        wrong.addAll(spent(scene, key, session, CENT.multiply(BigInteger.TEN)));
        return wrong;
    }

    /** A limit of three smallest units of which two are spent; 64 clients and 10,000 requests for the last. */
    private List<String> lastUnit(Scene scene) throws Exception {
        var limit = BigInteger.valueOf(3);
        var key = granted(scene, limit, "tick");
        var session = BareSession.open(http, scene.gateway(0), key, limit);
        raced(2, 1, i -> session.post(scene.gateway(i), "/r/tick/before", "{}").statusCode());
        int before = scene.provider().requests();
        var statuses = raced(
                10_000,
                64,
                i -> session.post(scene.gateway(i), "/r/tick/" + i, "{}").statusCode());
        int reached = scene.provider().requests() - before;
        System.out.println("  64 clients, 10,000 requests, one unit left: answers by status " + statuses + ", "
                + reached + " reached the provider");
        var wrong = new ArrayList<String>();
        expect(wrong, "statuses of 10,000 for one last unit", Map.of(200, 1, 402, 9_999), statuses);
        expect(wrong, "requests that reached the provider", 1, reached);
        wrong.addAll(spent(scene, key, session, limit));
        return wrong;
    }

    private PaidKey granted(Scene scene, BigInteger limit, String route) {
        return PaidKey.granted(scene.trial().premises(), scene.trial().cast(), limit, List.of(route), random);
    }

    private interface Request {
        int status(int number) throws Exception;
    }

    /** How many answers had which status. */
    private static Map<Integer, Integer> raced(int requests, int clients, Request request) throws Exception {
        var start = new CountDownLatch(1);
        var next = new AtomicInteger();
        var counts = new TreeMap<Integer, Integer>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<List<Integer>> client = () -> {
                var statuses = new ArrayList<Integer>();
                start.await();
                for (int i = next.getAndIncrement(); i < requests; i = next.getAndIncrement()) {
                    statuses.add(request.status(i));
                }
                return statuses;
            };
            var running = new ArrayList<Future<List<Integer>>>();
            for (int i = 0; i < clients; i++) {
                running.add(threads.submit(client));
            }
            start.countDown();
            for (var one : running) {
                one.get().forEach(status -> counts.merge(status, 1, Integer::sum));
            }
        }
        return counts;
    }

    /** Waits until the worker has taken over what was spent, and compares all books. */
    private static List<String> spent(Scene scene, PaidKey key, BareSession session, BigInteger expected)
            throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (scene.books().used(key).compareTo(expected) < 0 && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(200);
        }
        var wrong = new ArrayList<>(scene.books().differences(key, session.channelId()));
        expect(wrong, "current_usage", expected, scene.books().used(key));
        return wrong;
    }

    private static void expect(List<String> wrong, String what, Object expected, Object found) {
        if (!expected.equals(found)) {
            wrong.add(what + ": " + found + " instead of " + expected);
        }
    }
}
