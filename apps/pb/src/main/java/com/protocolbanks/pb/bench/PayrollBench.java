package com.protocolbanks.pb.bench;

import com.protocolbanks.pb.bench.turns.BenchmarksPage;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/** {@code pb bench payroll}: how fast a payroll is paid, beside the chain's own limit and the per-item design. */
@Command(
        name = "payroll",
        mixinStandardHelpOptions = true,
        description = "Pays people in two tokens: in half a core, on a chain like ZetaChain, and without limits.")
final class PayrollBench implements Callable<Integer> {
    @Option(
            names = "--people",
            defaultValue = "10000",
            description = "How many; every second one is paid in two tokens (default: ${DEFAULT-VALUE}).")
    private int people;

    @Option(
            names = "--most",
            defaultValue = "50000",
            description =
                    "Paid once more in half a core, to see how the time grows; 0 for not (default: ${DEFAULT-VALUE})."
                            + " Files hold 50,000, so a million is twenty files.")
    private int most;

    @Option(names = "--turns", defaultValue = "3", description = "How often (default: ${DEFAULT-VALUE}).")
    private int turns;

    @Option(names = "--json", description = "Print the figures as JSON.")
    private boolean json;

    private record Place(PayrollSetting setting, int people) {}

    @Override
    public Integer call() throws Exception {
        if (!isPossible()) {
            System.err.println("This machine lets nobody make a control group, so half a core cannot be measured.");
            return 1;
        }
        double before = load();
        Map<Place, List<PayrollTurn.Result>> results = new LinkedHashMap<>();
        for (int turn = 1; turn <= turns; turn++) {
            for (var place : places(turn)) {
                System.err.printf("turn %d of %d: %s, %,d people%n", turn, turns, place.setting(), place.people());
                results.computeIfAbsent(place, _ -> new ArrayList<>()).add(run(place));
            }
        }
        var figures = results.entrySet().stream()
                .map(one ->
                        new PayrollMedians(one.getKey().setting(), one.getKey().people(), one.getValue()))
                .toList();
        return told(figures, new PayrollTable(figures, turns, before, load()));
    }

    private static boolean isPossible() throws Exception {
        try (var quota = PayrollSetting.HALF_CORE.quota().orElse(null)) {
            return quota != null;
        }
    }

    /** The large one takes its one turn last, so that the others follow each other alike. */
    private List<Place> places(int turn) {
        List<Place> places = new ArrayList<>();
        for (var setting : PayrollSetting.values()) {
            places.add(new Place(setting, people));
        }
        if (turn == turns && most > people) {
            places.add(new Place(PayrollSetting.HALF_CORE, most));
        }
        return places;
    }

    private static PayrollTurn.Result run(Place place) throws Exception {
        try (var quota = place.setting().quota().orElse(null)) {
            return new PayrollTurn(place.setting(), place.people()).run(Optional.ofNullable(quota));
        }
    }

    private static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    private int told(List<PayrollMedians> figures, PayrollTable table) throws Exception {
        System.out.println(
                json
                        ? JsonMapper.shared()
                                .writeValueAsString(figures.stream()
                                        .map(PayrollMedians::figures)
                                        .toList())
                        : table.toString());
        var wrong = figures.stream().flatMap(figure -> figure.wrong().stream()).toList();
        wrong.forEach(line -> System.err.println("NOT SO: " + line));
        if (wrong.isEmpty()) {
            BenchmarksPage.put("payroll", table.toString());
        }
        return wrong.isEmpty() ? 0 : 1;
    }
}
