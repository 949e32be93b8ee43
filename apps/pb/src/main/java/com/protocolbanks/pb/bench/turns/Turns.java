package com.protocolbanks.pb.bench.turns;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;

/** Contenders that run one after the other, again and again, so that a busy minute of the machine falls on all alike. */
public final class Turns {
    private final Map<String, Callable<Sample>> contenders = new LinkedHashMap<>();
    private final Map<String, List<Sample>> samples = new LinkedHashMap<>();
    private Optional<String> failure = Optional.empty();

    public Turns with(String name, Callable<Sample> turn) {
        contenders.put(name, turn);
        return this;
    }

    /** Runs so many turns of each; one that fails is the last, and what came before it stays. */
    public Turns run(int turns) throws InterruptedException {
        for (int turn = 1; turn <= turns; turn++) {
            for (var contender : contenders.entrySet()) {
                System.err.printf("turn %d of %d: %s%n", turn, turns, contender.getKey());
                try {
                    samples.computeIfAbsent(contender.getKey(), _ -> new ArrayList<>())
                            .add(contender.getValue().call());
                } catch (InterruptedException ended) {
                    throw ended;
                } catch (Exception failed) {
                    failure = Optional.of("turn " + turn + " of " + contender.getKey() + ": " + failed);
                    return this;
                }
            }
        }
        return this;
    }

    /** Why not all turns were run; empty when they were. */
    public Optional<String> failure() {
        return failure;
    }

    /** Those of which there is a sample. */
    public List<String> names() {
        return contenders.keySet().stream().filter(name -> !of(name).isEmpty()).toList();
    }

    public List<Sample> of(String name) {
        return List.copyOf(samples.getOrDefault(name, List.of()));
    }

    public double median(String name, ToDoubleFunction<Sample> figure) {
        return middle(of(name).stream().mapToDouble(figure).toArray());
    }

    /** The median of each turn's ratio, so that a turn on a busy machine compares with itself; 0 without any. */
    public double ratio(String name, String to) {
        var ours = of(name);
        var theirs = of(to);
        double[] ratios = new double[Math.min(ours.size(), theirs.size())];
        for (int turn = 0; turn < ratios.length; turn++) {
            ratios[turn] = ours.get(turn).perSecond() / theirs.get(turn).perSecond();
        }
        return middle(ratios);
    }

    /** What was wrong in all its turns, and how often. */
    public Map<String, Long> wrong(String name) {
        var all = new TreeMap<String, Long>();
        of(name).forEach(sample -> sample.wrong().forEach((what, times) -> all.merge(what, times, Long::sum)));
        return all;
    }

    private static double middle(double[] values) {
        if (values.length == 0) {
            return 0;
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
