package com.protocolbanks.pb.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.pb.simulation.Simulation.Outcome;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A few runs of the simulation; {@code pb check simulation} makes thousands. */
class SimulationTest {
    private static SimulatedWorld world;

    @BeforeAll
    static void open(@TempDir Path folder) {
        world = SimulatedWorld.open(folder);
    }

    @AfterAll
    static void close() {
        world.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void everybodyIsPaidOnceWhateverGoesWrong(long seed) {
        Outcome outcome = Simulation.run(world, seed);

        assertThat(outcome.wrong())
                .as(
                        "seed %d: %s%n%s",
                        seed,
                        outcome.shape(),
                        String.join("\n", outcome.history().marks()))
                .isEmpty();
    }

    @Test
    void theSameSeedGivesTheSameHistory() {
        assertThat(Simulation.run(world, 5).history().all())
                .isEqualTo(Simulation.run(world, 5).history().all());
    }
}
