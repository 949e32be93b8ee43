package com.protocolbanks.pb.simulation;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.protocolbanks.pb.simulation.Simulation.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.LoggerFactory;

/**
 * Many payrolls under everything that can go wrong, each decided by its seed.
 *
 * @param seeds how many runs
 * @param first the seed of the first run; each next run takes the next number
 * @param trace whether that run alone is told, step by step
 */
public record SimulationTrial(int seeds, long first, boolean trace) {
    private static final int SHOWN = 400;

    /** What does not hold, each as a sentence; prints how it went. */
    public List<String> run() throws IOException {
        // what the worker logs of the faults is in the history
        ((Logger) LoggerFactory.getLogger("com.protocolbanks")).setLevel(Level.OFF);
        List<String> wrong = new ArrayList<>();
        int runs = trace ? 1 : seeds;
        try (var world = SimulatedWorld.open(Files.createTempDirectory("pb-check-simulation"))) {
            var began = Instant.now();
            for (int i = 0; i < runs; i++) {
                var outcome = Simulation.run(world, first + i);
                tell(outcome);
                outcome.wrong().forEach(one -> wrong.add("seed " + outcome.seed() + ": " + one));
            }
            var took = Duration.between(began, Instant.now());
            System.out.printf(
                    "  %d seed(s) from %d on in %d s, %.1f a minute%n",
                    runs, first, took.toSeconds(), runs * 60_000.0 / Math.max(1, took.toMillis()));
        }
        return wrong;
    }

    private void tell(Outcome outcome) {
        if (trace) {
            outcome.history().all().forEach(System.out::println);
        } else if (!outcome.wrong().isEmpty()) {
            var marks = outcome.history().marks();
            marks.stream().limit(SHOWN).forEach(System.out::println);
        }
        if (trace || !outcome.wrong().isEmpty()) {
            System.out.printf(
                    "  seed %d: %s%n  %d steps in %d s of its own time, history %s%n",
                    outcome.seed(),
                    outcome.shape(),
                    outcome.history().steps(),
                    outcome.took().toSeconds(),
                    outcome.history().digest());
            outcome.wrong().forEach(one -> System.out.println("  NOT SO: " + one));
        }
    }
}
