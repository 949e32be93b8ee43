package com.protocolbanks.sending.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.evm.transaction.FeeMarketTransaction;
import com.protocolbanks.evm.transaction.FeeMarketTransaction.Fees;
import com.protocolbanks.fixtures.chain.Faults.Fault;
import com.protocolbanks.sending.Subject;
import com.protocolbanks.sending.SubjectState;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * A caller that wants each subject's work done exactly once, two processes with the same key, and everything that goes
 * wrong; all chosen by one random generator, so that a seed is a story.
 */
final class FaultStorm {
    private static final int SUBJECTS = 15;
    private static final int STEPS = 120;
    private static final int CALM_ROUNDS = 300;
    private static final List<Fault> FAULTS = List.of(Fault.values());

    private final Bench bench;
    private final RandomGenerator random;
    private final boolean reorgs;
    private final List<Subject> subjects =
            Stream.generate(Bench::subject).limit(SUBJECTS).toList();
    private final Set<Subject> done = new HashSet<>();
    private final List<SendingEngine> workers = new ArrayList<>();
    private final List<String> story = new ArrayList<>();

    FaultStorm(Bench bench, RandomGenerator random, boolean reorgs) {
        this.bench = bench;
        this.random = random;
        this.reorgs = reorgs;
        if (reorgs) {
            // a dropped block brings an excluded transaction back to life; then it is for the contract to refuse it
            bench.refuseSecondExecution();
        }
        workers.add(worker());
        workers.add(worker());
    }

    /** Rages, then lets the worker work in peace, and demands that everything is done exactly once. */
    void rage() {
        for (int step = 0; step < STEPS; step++) {
            step(random.nextInt(100));
        }
        story.add("calm");
        bench.proxy.faults().none();
        SendingEngine last = worker();
        for (int round = 0; round < CALM_ROUNDS && done.size() < SUBJECTS; round++) {
            want(last);
            last.round();
            bench.node.mine(1);
            last.round();
            bench.clock.advance(Duration.ofSeconds(12));
        }
        Map<Subject, Long> executions = new HashMap<>();
        subjects.forEach(subject -> executions.put(subject, bench.executed(subject)));
        assertThat(executions.values())
                .as("%s %s", story, last.states(subjects))
                .allMatch(count -> count == 1);
        assertThat(done).as("%s %s", story, last.states(subjects)).hasSize(SUBJECTS);
    }

    private void step(int dice) {
        SendingEngine worker = workers.get(random.nextInt(workers.size()));
        if (dice < 20) {
            act("want", () -> want(worker));
        } else if (dice < 50) {
            act("round", worker::round);
        } else if (dice < 65) {
            act("mine", () -> bench.node.mine(1 + random.nextInt(2)));
        } else if (dice < 75) {
            act("clock", () -> bench.clock.advance(Duration.ofSeconds(1 + random.nextInt(40))));
        } else if (dice < 85) {
            Fault fault = FAULTS.get(random.nextInt(FAULTS.size()));
            act(fault.name(), () -> bench.proxy.faults().next(fault));
        } else if (dice < 89) {
            act("kill", () -> workers.set(random.nextInt(workers.size()), worker()));
        } else if (dice < 92) {
            act("hide", () -> bench.proxy.faults().hideReceipts(random.nextInt(4)));
        } else if (dice < 94) {
            act("steal", this::steal);
        } else if (dice < 97) {
            act("forget", bench.proxy::forgetPool);
        } else if (reorgs) {
            act("reorg", () -> {
                bench.node.reorg(1 + random.nextInt(2));
                bench.proxy.forgetPool();
            });
        }
    }

    private void act(String name, Runnable action) {
        story.add(name);
        try {
            action.run();
        } catch (RuntimeException e) {
            // a worker's round fails as a whole when an endpoint or a race lets it down; the next one goes on
            story.add(e.getClass().getSimpleName());
        }
    }

    /** The caller's duty: wait while something is in flight; give a new nonce only after reading that the work is not done. */
    private void want(SendingEngine worker) {
        Map<Subject, SubjectState> states = worker.states(subjects);
        done.clear();
        for (Subject subject : subjects) {
            switch (states.getOrDefault(subject, new SubjectState.Unsent())) {
                case SubjectState.Unsent() -> {
                    if (random.nextInt(3) > 0) {
                        worker.send(bench.request(subject));
                    }
                }
                case SubjectState.InFlight _ -> story.add(".");
                case SubjectState.Succeeded _ -> done.add(subject);
                case SubjectState.Reverted reverted ->
                    again(worker, subject, reverted.attempt().block());
                case SubjectState.Displaced displaced -> again(worker, subject, displaced.consumedAtBlock());
            }
        }
    }

    private void again(SendingEngine worker, Subject subject, long consumedAt) {
        long height = bench.direct.blockNumber();
        if (height < consumedAt) {
            return;
        }
        if (bench.executed(subject) == 0) {
            worker.send(bench.request(subject).provenAt(height));
        } else {
            done.add(subject);
        }
    }

    private void steal() {
        FeeMarketTransaction theft = new FeeMarketTransaction(
                Bench.CHAIN,
                bench.direct.nonce(bench.operator),
                new Fees(BigInteger.TWO.pow(32), BigInteger.TWO.pow(36)),
                21_000,
                bench.operator,
                BigInteger.ZERO,
                new byte[0]);
        bench.direct.send(bench.thief().sign(theft).raw());
    }

    private SendingEngine worker() {
        return bench.engine(Bench.settings(), List.of(bench.throughProxy()));
    }
}
