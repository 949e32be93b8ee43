package com.protocolbanks.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Runs contenders one after the other, round by round, so that a busy machine troubles all of them alike. */
final class Turns {
    private final Map<String, Contender> contenders = new LinkedHashMap<>();
    private final Map<String, List<Long>> nanos = new LinkedHashMap<>();

    /** One piece of work to be timed. */
    interface Contender {
        /** Readies what is not to be timed. */
        default void ready() throws Exception {}

        /** Does the work and says how many rows it did. */
        int run() throws Exception;
    }

    void add(String name, Contender contender) {
        contenders.put(name, contender);
        nanos.put(name, new ArrayList<>());
    }

    /** Runs one round untimed, to warm up, then the rounds. */
    void run(int rounds, int rows) throws Exception {
        for (int round = 0; round <= rounds; round++) {
            for (Map.Entry<String, Contender> one : contenders.entrySet()) {
                one.getValue().ready();
                long start = System.nanoTime();
                int done = one.getValue().run();
                long took = System.nanoTime() - start;
                if (done != rows) {
                    throw new IllegalStateException(one.getKey() + " did " + done + " of " + rows + " rows");
                }
                if (round > 0) {
                    nanosOf(one.getKey()).add(took);
                }
            }
        }
    }

    /** The middle time in milliseconds. */
    double median(String name) {
        List<Long> sorted = nanosOf(name).stream().sorted().toList();
        int middle = sorted.size() / 2;
        long value = sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        return value / 1e6;
    }

    /** How many times longer the first takes than the second. */
    double ratio(String name, String other) {
        return median(name) / median(other);
    }

    /** Every name with its median and its single times, as JSON. */
    String json() {
        return contenders.keySet().stream()
                .map(name -> "\"%s\":{\"median_ms\":%.1f,\"ms\":%s}"
                        .formatted(
                                name,
                                median(name),
                                nanosOf(name).stream()
                                        .map(nano -> nano / 1_000_000)
                                        .toList()))
                .collect(Collectors.joining(",", "{", "}"));
    }

    /** A row of a table for each name. */
    String table() {
        return contenders.keySet().stream()
                .map(name -> "| %s | %,.0f |".formatted(name, median(name)))
                .collect(Collectors.joining("\n"));
    }

    private List<Long> nanosOf(String name) {
        return nanos.getOrDefault(name, new ArrayList<>());
    }
}
