package com.protocolbanks.pb.check.agents;

import com.protocolbanks.sdk.Agent;
import com.protocolbanks.sdk.AgentRequest;
import com.protocolbanks.sdk.Paid;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Clients that ask without pause, streamed and plain, and ask again under the same id until they know what became of it. */
public final class AgentLoad implements AutoCloseable {
    /** Bytes of a request's body. */
    static final int LONGEST_BODY = 256;

    /** Tokens. */
    static final int LONGEST_ANSWER = 16;

    private static final String CHAT = "/v1/chat/completions";

    /** A hold lives four minutes when its gateway died; then what was asked is decided. */
    private static final long PATIENCE_MINUTES = 6;

    private final List<List<Agent>> agents;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Asked> running = new ConcurrentHashMap<>();
    private final Map<String, Asked> paid = new ConcurrentHashMap<>();
    private final Map<String, Asked> chargedBefore = new ConcurrentHashMap<>();
    private final Queue<Asked> undecided = new ConcurrentLinkedQueue<>();
    private final Map<String, Integer> disturbed = new ConcurrentHashMap<>();
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();
    private final AtomicInteger number = new AtomicInteger();
    private volatile boolean over;

    /** @param agents of each key, one for each gateway */
    public AgentLoad(List<List<Agent>> agents) {
        this.agents = agents;
    }

    /**
     * One request.
     *
     * @param key the number of its key
     */
    public record Asked(String id, int key, AgentRequest request) {}

    /** Begins. */
    public void start(int clients) {
        for (int i = 0; i < clients; i++) {
            threads.execute(() -> {
                while (!over) {
                    send(asked(number.incrementAndGet()));
                }
            });
        }
    }

    /** Of four requests three are streams, one of them slow. */
    private Asked asked(int count) {
        var id = String.format("request-%010d", count);
        boolean streamed = count % 4 != 0;
        var json = JsonMapper.shared()
                .createObjectNode()
                .put("model", count % 4 == 1 ? "assistant-slow" : "assistant")
                .put("user", id)
                .put("stream", streamed)
                .put("max_completion_tokens", LONGEST_ANSWER);
        json.putArray("messages")
                .addObject()
                .put("role", "user")
                .put("content", "What is due this month?" + "!".repeat(count % 7));
        var request = AgentRequest.json(id, CHAT, json.toString());
        if (request.body().length > LONGEST_BODY) {
            throw new IllegalStateException("the load's requests are longer than it says");
        }
        return new Asked(id, count % agents.size(), request);
    }

    private void send(Asked asked) {
        running.put(asked.id(), asked);
        var gateways = agents.get(asked.key());
        try {
            var answer = gateways.get(ThreadLocalRandom.current().nextInt(gateways.size()))
                    .send(asked.request());
            sort(asked, answer);
        } catch (RuntimeException e) {
            faults.add(asked.id() + ": " + e);
        } finally {
            running.remove(asked.id());
        }
    }

    private void sort(Asked asked, Paid answer) {
        switch (answer) {
            case Paid.Answered answered -> sort(asked, answered.status(), code(answered.body()));
            case Paid.Unreachable _ -> undecided.add(asked);
            case Paid.Refused(String code) -> {
                if (code.equals("store_unsure")) {
                    undecided.add(asked);
                } else {
                    faults.add(asked.id() + " was refused: " + code);
                }
            }
            case Paid.ExposureReached _, Paid.Disputed _ -> faults.add(asked.id() + ": " + answer);
        }
    }

    private void sort(Asked asked, int status, String code) {
        switch (status) {
            case 200 -> paid.put(asked.id(), asked);
            case 409 -> {
                if (code.equals("replayed")) {
                    chargedBefore.put(asked.id(), asked);
                } else {
                    undecided.add(asked);
                }
            }
            case 502, 503, 504 -> undecided.add(asked);
            default -> faults.add(asked.id() + " was answered " + status + " " + code);
        }
    }

    private static String code(byte[] body) {
        try {
            return JsonMapper.shared().readTree(body).path("code").asString("");
        } catch (JacksonException notJson) {
            return "";
        }
    }

    /** A kill; what is on its way before or after it may be done a second time, and paid once. */
    public interface Kill {
        void run() throws IOException, InterruptedException;
    }

    /** Kills, and notes what was on its way. */
    public void disturb(Kill kill) throws IOException, InterruptedException {
        var hit = new HashSet<>(running.keySet());
        kill.run();
        hit.addAll(running.keySet());
        hit.forEach(id -> disturbed.merge(id, 1, Integer::sum));
    }

    /** Ends the load, and asks for what is undecided until it is decided. */
    public void finish() throws InterruptedException {
        over = true;
        threads.shutdown();
        if (!threads.awaitTermination(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
            faults.add("requests are still on their way: " + running.keySet());
        }
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(PATIENCE_MINUTES);
        while (!undecided.isEmpty() && System.nanoTime() < end) {
            var open = List.copyOf(undecided);
            undecided.clear();
            try (var again = Executors.newVirtualThreadPerTaskExecutor()) {
                open.forEach(asked -> again.execute(() -> send(asked)));
            }
            TimeUnit.SECONDS.sleep(2);
        }
        undecided.forEach(asked -> faults.add(asked.id() + " is still undecided"));
    }

    /** How many were asked. */
    public int asked() {
        return number.get();
    }

    /** Those that were answered, and charged, once at least as the agent saw it. */
    public Map<String, Asked> paid() {
        return Map.copyOf(paid);
    }

    /** Those of which the gateway said that they were charged, and had no answer any more. */
    public Map<String, Asked> chargedBefore() {
        return Map.copyOf(chargedBefore);
    }

    /** How often all of them together were cut off. */
    public long disturbances() {
        return disturbed.values().stream().mapToLong(Integer::longValue).sum();
    }

    /** How often something was killed while it was on its way. */
    public int disturbances(String id) {
        return disturbed.getOrDefault(id, 0);
    }

    /** What all receipts and answers of the load's own agents came to in their eyes. */
    public List<String> audits() {
        var found = new ArrayList<String>();
        for (var agent : agents.stream().flatMap(List::stream).toList()) {
            try {
                agent.audit().forEach(finding -> found.add("an agent found " + finding));
            } catch (IOException notShown) {
                found.add("an agent's audit was not possible: " + notShown.getMessage());
            }
        }
        return found;
    }

    /** What must not have happened. */
    public List<String> faults() {
        return List.copyOf(faults);
    }

    @Override
    public void close() {
        over = true;
        threads.shutdownNow();
    }
}
