package com.protocolbanks.pb.check.billing;

import com.protocolbanks.pb.check.agents.BareSession;
import java.io.IOException;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.json.JsonMapper;

/** Clients that ask one thing after the other through both gateways, each once, and write down how they were answered. */
final class SteadyAgents implements AutoCloseable {
    private static final int CLIENTS = 6;
    private static final int PAUSE_MILLIS = 20;
    /** No answer came, or none with a status. */
    private static final int NONE = 0;

    private final Stage stage;
    private final BareSession session;
    private final String name;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger number = new AtomicInteger();
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private volatile boolean over;

    /** How a request was answered. */
    record Answer(int status, Duration after) {}

    /** Begins at once. */
    SteadyAgents(Stage stage, BareSession session, String name) {
        this.stage = stage;
        this.session = session;
        this.name = name;
        for (int i = 0; i < CLIENTS; i++) {
            threads.execute(this::ask);
        }
    }

    private void ask() {
        while (!over) {
            int one = number.incrementAndGet();
            var id = "%s-request-%08d".formatted(name, one);
            long begun = System.nanoTime();
            int status = status(one, id);
            answers.put(id, new Answer(status, Duration.ofNanos(System.nanoTime() - begun)));
        }
    }

    private int status(int one, String id) {
        var json = JsonMapper.shared().createObjectNode().put("model", "small").put("user", id);
        json.putArray("messages").addObject().put("role", "user").put("content", "What is due this month?");
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            return stage.http()
                    .send(
                            session.signed(stage.gateway(one), "/v1/chat/completions", json.toString(), id),
                            BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException broken) {
            return NONE;
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
            return NONE;
        }
    }

    /** How many have been answered 200 so far. */
    long paid() {
        return answers.values().stream()
                .filter(answer -> answer.status() == 200)
                .count();
    }

    /** Lets what is under way end. */
    void finish() throws InterruptedException {
        over = true;
        threads.shutdown();
        if (!threads.awaitTermination(2, TimeUnit.MINUTES)) {
            throw new IllegalStateException("requests are never answered");
        }
    }

    Map<String, Answer> answers() {
        return Map.copyOf(answers);
    }

    /** How many had which status. */
    Map<Integer, Integer> statuses() {
        var counts = new TreeMap<Integer, Integer>();
        answers.values().forEach(answer -> counts.merge(answer.status(), 1, Integer::sum));
        return counts;
    }

    Duration longest() {
        return answers.values().stream()
                .map(Answer::after)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    @Override
    public void close() {
        over = true;
        threads.shutdownNow();
    }
}
