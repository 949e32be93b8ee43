package com.protocolbanks.pb.check;

import com.protocolbanks.embedded.LocalChain;
import com.protocolbanks.payouts.Milestones.Milestone;
import com.protocolbanks.pb.check.processes.WorkerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Two workers on one batch, one of them killed at each point in turn. */
final class CheckKill implements Check {
    private static final int PEOPLE = 450;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final List<String> SMALL = List.of("-Xmx256m", "-XX:TieredStopAtLevel=1");

    @Override
    public String name() {
        return "kill";
    }

    @Override
    public String promise() {
        return "Two workers on one batch, kill -9 at each of 12 points: everybody is paid once.";
    }

    @Override
    public List<String> run() throws Exception {
        List<String> wrong = new ArrayList<>();
        var proofs = Files.createTempDirectory("pb-check-kill-proofs");
        try (var trial = Trial.open(name(), new LocalChain.Mining.EachTransactionAndEvery(1))) {
            for (var point : Milestone.values()) {
                wrong.addAll(killedAt(trial, point, proofs));
            }
        }
        return wrong;
    }

    private static List<String> killedAt(Trial trial, Milestone point, Path proofs) throws Exception {
        var payees = Trial.payees(101 + point.ordinal(), PEOPLE);
        var deadly = List.of(point.name(), proofs.toString());
        var workers = new ArrayList<WorkerProcess>();
        try {
            workers.add(WorkerProcess.start(trial.premises(), List.of(), SMALL, deadly));
            workers.add(WorkerProcess.start(trial.premises(), List.of(), SMALL, deadly));
            var batch = trial.approved(payees, "2027-" + (point.ordinal() + 1));
            trial.client().await(batch, PATIENCE, state -> {
                replaceTheDead(trial, workers);
                return state.path("stage").asString().equals("DONE");
            });
        } finally {
            workers.forEach(WorkerProcess::close);
        }
        boolean reached = Files.exists(proofs.resolve(point.name()));
        System.out.println(
                "  killed at " + point + ": " + PEOPLE + " people, " + (reached ? "reached" : "NOT REACHED"));
        var wrong = new ArrayList<>(trial.wrongBalances(payees, true));
        if (!reached) {
            wrong.add(point + " was never reached");
        }
        return wrong;
    }

    private static void replaceTheDead(Trial trial, List<WorkerProcess> workers) {
        for (int i = 0; i < workers.size(); i++) {
            if (!workers.get(i).isAlive()) {
                try {
                    workers.set(i, WorkerProcess.start(trial.premises(), List.of(), SMALL, List.of()));
                } catch (IOException e) {
                    throw new IllegalStateException("a worker could not be started again", e);
                }
            }
        }
    }
}
