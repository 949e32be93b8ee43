package com.protocolbanks.pb.bench.turns;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;

/** Contenders that run one after the other, again and again, so that a busy minute of the machine falls on all alike. */
public final class Turns {
    private final Map<String, Callable<Sample>> contenders = new LinkedHashMap<>();
    private final Map<String, List<Sample>> samples = new LinkedHashMap<>();

    public Turns with(String name, Callable<Sample> turn) {
        contenders.put(name, turn);
        return this;
    }

    public Turns run(int turns) throws Exception {
        for (int turn = 1; turn <= turns; turn++) {
            for (var contender : contenders.entrySet()) {
                System.err.printf("turn %d of %d: %s%n", turn, turns, contender.getKey());
                samples.computeIfAbsent(contender.getKey(), _ -> new ArrayList<>())
                        .add(contender.getValue().call());
            }
        }
        return this;
    }

    public List<String> names() {
        return List.copyOf(contenders.keySet());
    }

    public List<Sample> of(String name) {
        return List.copyOf(samples.getOrDefault(name, List.of()));
    }

    public double median(String name, ToDoubleFunction<Sample> figure) {
        return middle(of(name).stream().mapToDouble(figure).toArray());
    }

    /** The median of each turn's ratio, so that a turn on a busy machine compares with itself. */
    public double ratio(String name, String to) {
        var ours = of(name);
        var theirs = of(to);
        double[] ratios = new double[ours.size()];
        for (int turn = 0; turn < ratios.length; turn++) {
            ratios[turn] = ours.get(turn).perSecond() / theirs.get(turn).perSecond();
        }
        return middle(ratios);
    }

    public long wrong(String name) {
        return of(name).stream().mapToLong(Sample::wrong).sum();
    }

    private static double middle(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
