package com.protocolbanks.payouts;

import com.protocolbanks.evm.rpc.ChainUnavailable;
import com.protocolbanks.payouts.Milestones.Milestone;
import com.protocolbanks.payouts.TokenRun.Turn;
import com.protocolbanks.payroll.Stage;
import com.protocolbanks.threads.Threads.Bell;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/** Pays one approved batch as far as it can be paid now. */
final class PayoutRun {
    /** How long a run waits for news before it looks by itself. */
    private static final Duration LOOK_AGAIN = Duration.ofMillis(250);

    private final RunContext context;
    private final UUID organization;
    private final UUID batch;
    private final List<TokenRun> tokens;

    PayoutRun(RunContext context, UUID organization, UUID batch, List<TokenRun> tokens) {
        this.context = context;
        this.organization = organization;
        this.batch = batch;
        this.tokens = List.copyOf(tokens);
    }

    /** How a run ended. */
    sealed interface Ending {
        /** Every chain payment has a final word; the stage tells what is left to do. */
        record Settled(Stage stage) implements Ending {}

        /** Something outside has to change first. */
        record Waits(WaitReason reason) implements Ending {}

        /** The worker is stopping; everything needed to go on is stored. */
        record Interrupted() implements Ending {}
    }

    /**
     * Looks at every token in turn until all are final, none can move, or the worker stops.
     *
     * @param bell rung when something in flight has changed
     * @param cancelled whether nothing new may be sent
     */
    Ending run(Bell bell, boolean cancelled, BooleanSupplier stopping) {
        boolean shownAsStalled = false;
        while (!stopping.getAsBoolean()) {
            var turns = look(cancelled);
            if (turns.stream().allMatch(Turn.Finished.class::isInstance)) {
                return settled();
            }
            if (turns.stream().noneMatch(Turn.Moving.class::isInstance)) {
                return stalled(turns);
            }
            if (!shownAsStalled) {
                context.run(organization, dsl -> context.settlements().unstall(dsl, organization, batch));
                shownAsStalled = true;
            }
            await(bell);
        }
        return new Ending.Interrupted();
    }

    private static void await(Bell bell) {
        try {
            bell.await(LOOK_AGAIN);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private List<Turn> look(boolean cancelled) {
        List<Turn> turns = new ArrayList<>();
        for (var token : tokens) {
            try {
                turns.add(token.turn(!cancelled));
            } catch (ChainUnavailable e) {
                turns.add(new Turn.Waiting(WaitReason.CHAIN_UNAVAILABLE));
            }
        }
        return turns;
    }

    private Ending settled() {
        var stage = context.write(organization, dsl -> {
            context.settlements().unstall(dsl, organization, batch);
            return context.settlements().complete(dsl, organization, batch);
        });
        if (stage == Stage.DOCUMENTS) {
            context.milestones().reached(Milestone.BATCH_COMPLETED);
        }
        return new Ending.Settled(stage);
    }

    private Ending stalled(List<Turn> turns) {
        var reason = turns.stream()
                .map(turn -> switch (turn) {
                    case Turn.Waiting(WaitReason waits) -> Optional.of(waits);
                    case Turn.Moving _, Turn.Finished _ -> Optional.<WaitReason>empty();
                })
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(WaitReason.OUTCOME_UNKNOWN);
        context.run(organization, dsl -> context.settlements().stall(dsl, organization, batch, reason.name()));
        return new Ending.Waits(reason);
    }
}
