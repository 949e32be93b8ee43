package com.protocolbanks.payouts;

import com.protocolbanks.evm.contracts.BatchOpening;
import com.protocolbanks.evm.rpc.ChainUnavailable;
import com.protocolbanks.payouts.Milestones.Milestone;
import com.protocolbanks.payouts.TokenRun.Turn;
import com.protocolbanks.payroll.Stage;
import com.protocolbanks.payroll.approval.ApprovedRuns.Payable;
import com.protocolbanks.payroll.settlement.Settlements;
import com.protocolbanks.threads.Threads.Bell;
import java.time.Duration;
import java.time.Instant;
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
                return settled(cancelled);
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

    private Ending settled(boolean cancelled) {
        var stage = context.write(organization, dsl -> {
            context.settlements().unstall(dsl, organization, batch);
            if (cancelled) {
                context.settlements().callOffBank(dsl, organization, batch);
            }
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

    /**
     * Ends a batch that was called off before all of it was approved: as soon as the chain shows that nothing of it that carries a
     * complete signature can be paid any more, because the wallet cancelled its id or its time is over.
     */
    static final class CalledOff {
        private final RunContext context;
        private final Books books;

        CalledOff(RunContext context, Books books) {
            this.context = context;
            this.books = books;
        }

        Ending end(UUID organization, UUID batch, Instant now) {
            var hindrance = hindrance(books.approved().payable(organization, batch, now));
            return hindrance
                    .map(reason -> waits(organization, batch, reason))
                    .orElseGet(() -> ended(organization, batch));
        }

        private Optional<WaitReason> hindrance(List<Payable> payable) {
            try {
                long time = context.chain().latestBlock().time().getEpochSecond();
                return payable.stream()
                        .flatMap(one -> hindrance(one, time).stream())
                        .findFirst();
            } catch (ChainUnavailable e) {
                return Optional.of(WaitReason.CHAIN_UNAVAILABLE);
            }
        }

        private Optional<WaitReason> hindrance(Payable one, long time) {
            return switch (BatchOpening.of(one.batch(), one.multiSend(), context.chain())) {
                case CANCELLED -> Optional.empty();
                // nobody here sends what is not approved as a whole: who did, and what it paid, is for people to find
                // out
                case AS_SIGNED, DIFFERENTLY -> Optional.of(WaitReason.OPENED_DIFFERENTLY);
                case NOT_YET ->
                    time > one.batch().validBefore() ? Optional.empty() : Optional.of(WaitReason.CANCEL_REQUESTED);
            };
        }

        private Ending waits(UUID organization, UUID batch, WaitReason reason) {
            context.run(organization, dsl -> context.settlements().stall(dsl, organization, batch, reason.name()));
            return new Ending.Waits(reason);
        }

        private Ending ended(UUID organization, UUID batch) {
            return new Ending.Settled(context.write(organization, dsl -> {
                context.settlements().unstall(dsl, organization, batch);
                context.settlements().giveUp(dsl, organization, batch, Settlements.CALLED_OFF);
                return context.settlements().complete(dsl, organization, batch);
            }));
        }
    }
}
