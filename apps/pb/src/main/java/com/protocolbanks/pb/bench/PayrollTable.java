package com.protocolbanks.pb.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The figures of {@code pb bench payroll} for people. */
record PayrollTable(List<PayrollMedians> figures, int turns, double loadBefore, double loadAfter) {
    PayrollTable {
        figures = List.copyOf(figures);
    }

    @Override
    public String toString() {
        var lines = new ArrayList<String>();
        lines.add(String.format(
                Locale.ROOT, """
                Every second person is paid in two tokens; every leg of every turn was found right by reading the chain. Seconds
                run from the last signature of the owners to the last leg written down, by a worker that was running already; the
                opening of the batch on the chain included, and both they and the replay begin just after a block. Replay: the same signed transactions sent straight to the same
                chain, nothing stored. Per item: one transfer for each payment through one nonce queue. Medians of %d turns,
                single seconds in brackets. %d processors, shared with database, chain and web; load %.1f before and %.1f after.
                """, turns, Runtime.getRuntime().availableProcessors(), loadBefore, loadAfter));
        lines.add("| worker | chain | people | payments | seconds | payments a minute | replay, seconds | of replay"
                + " | of per item |");
        lines.add("|---|---|---|---|---|---|---|---|---|");
        figures.forEach(figure -> lines.add(row(figure)));
        lines.add("");
        lines.add("| worker | chain | people | import, seconds | 25 people, approved to final: seconds, and at most"
                + " | processor seconds for 1,000 payments | memory at most, MB |");
        lines.add("|---|---|---|---|---|---|---|");
        figures.forEach(figure -> lines.add(cost(figure)));
        growth().ifPresent(line -> {
            lines.add("");
            lines.add(line);
        });
        return String.join("\n", lines);
    }

    private static String row(PayrollMedians figure) {
        return String.format(
                Locale.ROOT,
                "| %s | %s | %,d | %,d | %.1f (%s) | %,.0f | %.2f (%s) | %.2f | %.1fx |",
                figure.setting().worker(),
                figure.setting().chain().words(),
                figure.people(),
                figure.legs(),
                figure.seconds(),
                each(figure.each(turn -> turn.paid().seconds())),
                figure.legsPerMinute(),
                figure.replaySeconds(),
                each(figure.each(PayrollTurn.Result::replaySeconds)),
                figure.ofReplay(),
                figure.ofPeer());
    }

    private static String cost(PayrollMedians figure) {
        return String.format(
                Locale.ROOT,
                "| %s | %s | %,d | %.1f | %.1f, %.1f | %s | %s |",
                figure.setting().worker(),
                figure.setting().chain().words(),
                figure.people(),
                figure.importSeconds(),
                figure.smallSeconds(),
                figure.largestSmallSeconds(),
                figure.isLimited() ? String.format(Locale.ROOT, "%.2f", figure.processorSecondsForThousand()) : "",
                figure.isLimited() ? Long.toString(figure.peakMemoryBytes() >> 20) : "");
    }

    private static String each(List<Double> seconds) {
        return seconds.stream()
                .map(one -> String.format(Locale.ROOT, "%.1f", one))
                .collect(Collectors.joining(", "));
    }

    /** How the time grows with the people, where one setting was measured with two sizes. */
    private Optional<String> growth() {
        var sizes = figures.stream()
                .filter(figure -> figure.setting() == PayrollSetting.HALF_CORE)
                .toList();
        if (sizes.size() < 2) {
            return Optional.empty();
        }
        var small = sizes.getFirst();
        var large = sizes.getLast();
        return Optional.of(String.format(
                Locale.ROOT,
                "In half a core %.0f times the people took %.1f times the seconds.",
                (double) large.people() / small.people(),
                large.seconds() / small.seconds()));
    }
}
