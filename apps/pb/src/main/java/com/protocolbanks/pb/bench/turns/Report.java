package com.protocolbanks.pb.bench.turns;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/** What a benchmark found, for people, as JSON, and for the page of all benchmarks. */
public final class Report {
    private final String name;
    private final StringBuilder text = new StringBuilder();
    private final ArrayNode json = JsonMapper.shared().createArrayNode();
    private final List<String> wrong = new ArrayList<>();
    private final double loadBefore = load();

    public Report(String name) {
        this.name = name;
    }

    public Report say(String words) {
        text.append(words.strip()).append("\n\n");
        return this;
    }

    /** A part of a benchmark. */
    public interface Part {
        void run() throws Exception;
    }

    /** Does a part; when it fails, that is told beside what was measured before. */
    public Report attempt(String what, Part part) throws InterruptedException {
        try {
            part.run();
        } catch (InterruptedException ended) {
            throw ended;
        } catch (Exception failed) {
            wrong.add(what + " was not measured to its end: " + failed);
        }
        return this;
    }

    /**
     * A table of turns.
     *
     * @param what was counted, with "a second"
     * @param ours the contender whose ratio to each other is shown
     */
    public Report table(String title, Turns turns, String what, String ours) {
        text.append("**").append(title).append("**\n\n");
        text.append("| | ")
                .append(what)
                .append(
                        " | single turns | p50, ms | p99, ms | processor, µs each | ours : this |\n|---|---|---|---|---|---|---|\n");
        for (var one : turns.names()) {
            row(title, turns, one, ours);
        }
        text.append('\n');
        turns.failure().ifPresent(why -> wrong.add(title + ", " + why));
        return this;
    }

    private void row(String title, Turns turns, String one, String ours) {
        double perSecond = turns.median(one, Sample::perSecond);
        double p50 = turns.median(one, Sample::p50);
        double p99 = turns.median(one, Sample::p99);
        double processor = turns.median(one, Sample::processorMicros);
        double ratio = turns.ratio(ours, one);
        var singles = turns.of(one).stream()
                .map(sample -> String.format(Locale.ROOT, "%,.0f", sample.perSecond()))
                .toList();
        text.append(String.format(
                Locale.ROOT,
                "| %s | %,.0f | %s | %s | %s | %s | %.2f |%n",
                one,
                perSecond,
                String.join(" ", singles),
                known(p50),
                known(p99),
                known(processor),
                ratio));
        var figures = json.addObject()
                .put("table", title)
                .put("name", one)
                .put("perSecond", perSecond)
                .put("p50Millis", p50)
                .put("p99Millis", p99)
                .put("processorMicros", processor)
                .put("oursToThis", ratio);
        turns.of(one).forEach(sample -> figures.withArray("turns").add(sample.perSecond()));
        turns.wrong(one).forEach((what, times) -> {
            figures.withObject("wrong").put(what, times);
            wrong.add(one + " (" + title + "): " + what + " " + times + " times");
        });
    }

    private static String known(double figure) {
        return figure == 0 ? "" : String.format(Locale.ROOT, "%.2f", figure);
    }

    /** A single figure. */
    public Report figure(String words, double value) {
        text.append(String.format(Locale.ROOT, "- %s: %,.2f%n", words, value));
        json.addObject().put("name", words).put("value", value);
        return this;
    }

    /** Prints it, puts it on the page unless something was wrong, and answers the exit code. */
    public int told(boolean asJson) throws IOException {
        say(String.format(
                Locale.ROOT,
                "%n%d processors, shared by all that takes part; load %.1f before and %.1f after.",
                Runtime.getRuntime().availableProcessors(),
                loadBefore,
                load()));
        System.out.println(asJson ? json.toString() : text.toString());
        wrong.forEach(line -> System.err.println("NOT SO: " + line));
        if (wrong.isEmpty()) {
            BenchmarksPage.put(name, text.toString());
        }
        return wrong.isEmpty() ? 0 : 1;
    }

    private static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }
}
