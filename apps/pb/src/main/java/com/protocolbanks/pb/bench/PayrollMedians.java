package com.protocolbanks.pb.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/** The turns of one setting and size, and their medians. */
record PayrollMedians(PayrollSetting setting, int people, List<PayrollTurn.Result> turns) {
    PayrollMedians {
        turns = List.copyOf(turns);
    }

    /** The same in every turn. */
    int legs() {
        return turns.getFirst().paid().legs();
    }

    /** From approved to final. */
    double seconds() {
        return median(turn -> turn.paid().seconds());
    }

    double legsPerMinute() {
        return legs() * 60 / seconds();
    }

    double replaySeconds() {
        return median(PayrollTurn.Result::replaySeconds);
    }

    /** The median of each turn's ratio, so that a turn on a busy machine compares with itself. */
    double ofReplay() {
        return median(turn -> turn.replaySeconds() / turn.paid().seconds());
    }

    double peerLegsPerMinute() {
        return median(PayrollTurn.Result::peerLegsPerMinute);
    }

    double ofPeer() {
        return median(turn -> turn.paid().legsPerMinute() / turn.peerLegsPerMinute());
    }

    double importSeconds() {
        return median(PayrollTurn.Result::importSeconds);
    }

    /** From approved to final for 25 people. */
    double smallSeconds() {
        return middle(allSmall());
    }

    double largestSmallSeconds() {
        return allSmall().max().orElse(0);
    }

    private DoubleStream allSmall() {
        return turns.stream().flatMap(turn -> turn.smallSeconds().stream()).mapToDouble(Double::doubleValue);
    }

    boolean isLimited() {
        return turns.getFirst().usage().isPresent();
    }

    /** Of the worker, for 1,000 payments; 0 without a quota. */
    double processorSecondsForThousand() {
        return median(
                turn -> turn.usage().map(PayrollTurn.Usage::processorSeconds).orElse(0.0) * 1_000 / legs());
    }

    /** The most in any turn; 0 without a quota. */
    long peakMemoryBytes() {
        return turns.stream()
                .mapToLong(turn ->
                        turn.usage().map(PayrollTurn.Usage::peakMemoryBytes).orElse(0L))
                .max()
                .orElse(0);
    }

    List<String> wrong() {
        return turns.stream().flatMap(turn -> turn.wrong().stream()).toList();
    }

    /** Every number, the single turns too. */
    Map<String, Object> figures() {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("worker", setting.worker());
        figures.put("chain", setting.chain().words());
        figures.put("people", people);
        figures.put("payments", legs());
        figures.put("seconds", seconds());
        figures.put("secondsOfEachTurn", each(turn -> turn.paid().seconds()));
        figures.put("paymentsPerMinute", legsPerMinute());
        figures.put("replaySeconds", replaySeconds());
        figures.put("replaySecondsOfEachTurn", each(PayrollTurn.Result::replaySeconds));
        figures.put("ofReplay", ofReplay());
        figures.put("perItemPaymentsPerMinute", peerLegsPerMinute());
        figures.put("ofPerItem", ofPeer());
        figures.put("importSeconds", importSeconds());
        figures.put("secondsFor25People", smallSeconds());
        figures.put("mostSecondsFor25People", largestSmallSeconds());
        if (isLimited()) {
            figures.put("processorSecondsFor1000Payments", processorSecondsForThousand());
            figures.put("peakMemoryBytes", peakMemoryBytes());
        }
        figures.put("wrong", wrong());
        return figures;
    }

    List<Double> each(ToDoubleFunction<PayrollTurn.Result> figure) {
        return turns.stream().map(figure::applyAsDouble).toList();
    }

    private double median(ToDoubleFunction<PayrollTurn.Result> figure) {
        return middle(turns.stream().mapToDouble(figure));
    }

    private static double middle(DoubleStream numbers) {
        var sorted = numbers.sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
