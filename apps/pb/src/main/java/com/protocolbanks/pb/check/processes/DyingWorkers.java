package com.protocolbanks.pb.check.processes;

import com.protocolbanks.payouts.Milestones.Milestone;
import com.protocolbanks.pb.standalone.Premises;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Workers of which the first to reach a point dies there; whoever is dead is replaced by one that lives. */
public final class DyingWorkers implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final List<String> SMALL = List.of("-Xmx256m", "-XX:TieredStopAtLevel=1");

    private final Premises premises;
    private final Death death;
    private final List<WorkerProcess> workers = new ArrayList<>();

    /**
     * How one dies.
     *
     * @param first what it does before
     * @param proofs folder for the file that proves it
     */
    public record Death(Milestone at, First first, Path proofs) {
        /** What a worker does just before it dies. */
        public enum First {
            NOTHING,
            EMPTIES_REDIS
        }

        List<String> arguments() {
            return List.of(at.name(), proofs.toString(), first.name());
        }
    }

    private DyingWorkers(Premises premises, Death death) {
        this.premises = premises;
        this.death = death;
    }

    public static DyingWorkers start(Premises premises, Death death, int count) throws IOException {
        var workers = new DyingWorkers(premises, death);
        for (int i = 0; i < count; i++) {
            workers.workers.add(WorkerProcess.start(premises, List.of(), SMALL, death.arguments()));
        }
        return workers;
    }

    public void replaceTheDead() {
        for (int i = 0; i < workers.size(); i++) {
            if (!workers.get(i).isAlive()) {
                try {
                    workers.set(i, WorkerProcess.start(premises, List.of(), SMALL, List.of()));
                } catch (IOException e) {
                    throw new IllegalStateException("a worker could not be started again", e);
                }
            }
        }
    }

    /** Waits until the point is reached by one of them, which the last one is a moment after the batch is done; false if not. */
    public boolean awaitReached() throws InterruptedException {
        var proof = death.proofs().resolve(death.at().name());
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (Files.notExists(proof) && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        return Files.exists(proof);
    }

    @Override
    public void close() {
        workers.forEach(WorkerProcess::close);
    }
}
