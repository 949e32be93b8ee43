package com.protocolbanks.pb.check;

import com.protocolbanks.embedded.LocalChain;
import com.protocolbanks.payouts.Milestones.Milestone;
import com.protocolbanks.pb.check.processes.DyingWorkers;
import com.protocolbanks.pb.check.processes.DyingWorkers.Death;
import com.protocolbanks.pb.check.processes.RedisEmptying;
import com.protocolbanks.worker.WorkerApp;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Redis may be emptied at any moment: it holds nothing that Postgres and the chain do not. */
final class CheckFlushAll implements Check {
    private static final int PEOPLE = 450;
    /** Two chunks: whoever follows finds one of them open. */
    private static final int FEWER = 250;

    @Override
    public String name() {
        return "flushall";
    }

    @Override
    public String promise() {
        return "Redis emptied at each of 12 points of a payment, and the worker killed with it: everybody is paid once.";
    }

    @Override
    public List<String> run() throws Exception {
        try (var trial = Trial.open(name(), new LocalChain.Mining.EachTransactionAndEvery(1))) {
            var wrong = emptied(trial);
            return wrong.isEmpty() ? emptiedAndKilled(trial) : wrong;
        }
    }

    /** The worker lives and goes on. */
    private static List<String> emptied(Trial trial) throws Exception {
        Set<Milestone> hit = EnumSet.noneOf(Milestone.class);
        List<String> wrong = new ArrayList<>();
        var redis = URI.create(trial.premises().servers().redisUrl());
        int run = 0;
        for (var point : Milestone.values()) {
            run++;
            var payees = Trial.payees(run, PEOPLE);
            var batch = trial.approved(payees, "2026-" + run);
            try (var _ = WorkerApp.start(trial.premises().worker(), reached -> {
                if (reached == point && hit.add(point)) {
                    RedisEmptying.of(redis);
                }
            })) {
                trial.client().awaitDone(batch, Duration.ofMinutes(10));
            }
            wrong.addAll(trial.wrongBalances(payees, true));
            System.out.println("  emptied at " + point + ": " + PEOPLE + " people, "
                    + (hit.contains(point) ? "reached" : "NOT REACHED"));
        }
        EnumSet.complementOf(EnumSet.copyOf(hit)).forEach(point -> wrong.add(point + " was never reached"));
        return wrong;
    }

    /** Nobody is left who remembers what Redis held. */
    private static List<String> emptiedAndKilled(Trial trial) throws Exception {
        var proofs = Files.createTempDirectory("pb-check-flushall-proofs");
        int run = 0;
        for (var point : Milestone.values()) {
            run++;
            var payees = Trial.payees(50 + run, FEWER);
            var batch = new Trial.Batch("emptied and killed at " + point, payees, "2027-" + run);
            var death = new Death(point, Death.First.EMPTIES_REDIS, proofs);
            try (var workers = DyingWorkers.start(trial.premises(), death, 1)) {
                var wrong = trial.paidThroughDeath(batch, workers);
                if (!wrong.isEmpty()) {
                    return wrong;
                }
            }
        }
        return List.of();
    }
}
