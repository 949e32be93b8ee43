package com.protocolbanks.pb.check;

import com.protocolbanks.embedded.LocalChain;
import com.protocolbanks.payouts.Milestones.Milestone;
import com.protocolbanks.pb.check.processes.DyingWorkers;
import com.protocolbanks.pb.check.processes.DyingWorkers.Death;
import java.nio.file.Files;
import java.util.List;

/** Two workers on one batch, one of them killed at each point in turn. */
final class CheckKill implements Check {
    private static final int PEOPLE = 450;

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
        var proofs = Files.createTempDirectory("pb-check-kill-proofs");
        try (var trial = Trial.open(name(), new LocalChain.Mining.EachTransactionAndEvery(1))) {
            int run = 0;
            for (var point : Milestone.values()) {
                run++;
                var payees = Trial.payees(100 + run, PEOPLE);
                var batch = new Trial.Batch("killed at " + point, payees, "2027-" + run);
                var death = new Death(point, Death.First.NOTHING, proofs);
                List<String> wrong;
                try (var workers = DyingWorkers.start(trial.premises(), death, 2)) {
                    wrong = trial.paidThroughDeath(batch, workers);
                }
                if (!wrong.isEmpty()) {
                    return wrong;
                }
            }
        }
        return List.of();
    }
}
