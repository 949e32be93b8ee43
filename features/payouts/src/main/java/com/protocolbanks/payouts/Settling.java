package com.protocolbanks.payouts;

import com.protocolbanks.evm.rpc.Receipt;
import com.protocolbanks.payouts.Milestones.Milestone;
import com.protocolbanks.payouts.chunks.ChunkResult;
import com.protocolbanks.payouts.chunks.ChunkRows;
import com.protocolbanks.payouts.chunks.ChunkState;
import com.protocolbanks.payouts.chunks.ItemMask;
import com.protocolbanks.payouts.chunks.TokenTerms;
import com.protocolbanks.payroll.settlement.LegResult;
import com.protocolbanks.sending.MinedAttempt;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes down what mined transactions did to the legs of one token's chunks. */
final class Settling {
    private final RunContext context;
    private final TokenTerms token;

    Settling(RunContext context, TokenTerms token) {
        this.context = context;
        this.token = token;
    }

    /** A chunk and the receipt of a transaction of it that succeeded. */
    record Mined(ChunkState chunk, MinedAttempt attempt, Receipt receipt) {}

    /**
     * Writes the outcomes of transactions, all in one database transaction; nothing of one that did not run its chunk.
     * Items the contract calls paid without a proof in the receipt stay open.
     */
    void succeeded(List<Mined> mined) {
        var outcomes = mined.stream().map(Outcome::of).flatMap(Optional::stream).toList();
        if (outcomes.isEmpty()) {
            return;
        }
        context.milestones().reached(Milestone.RECEIPT_SEEN);
        write(outcomes);
        outcomes.forEach(outcome -> outcome.chunk().settledBy(outcome.attempt().hash(), outcome.closed()));
        context.milestones().reached(Milestone.LEGS_SETTLED);
    }

    /** Writes that a transaction was mined in vain: its gas is spent, its items are as they were. */
    void reverted(ChunkState chunk, MinedAttempt attempt, Instant at) {
        var reverts = chunk.revertedBy(attempt.hash(), at);
        context.run(token.owner().organization(), dsl -> {
            ChunkRows.mined(dsl, token.owner().request(), chunk.index(), attempt, ChunkRows.Status.WAITING);
            ChunkRows.reverts(dsl, token.owner().request(), chunk.index(), reverts);
        });
    }

    /** Gives up the open items of a chunk whose signed terms can never be paid again. */
    void dead(ChunkState chunk, String reason) {
        var results = new ArrayList<LegResult>();
        chunk.open()
                .items()
                .forEach(item -> results.add(
                        new LegResult.Failed(chunk.terms().item(item).legId(), reason)));
        var owner = token.owner();
        context.run(owner.organization(), dsl -> {
            context.settlements().legsSettled(dsl, owner.organization(), owner.batch(), results);
            ChunkRows.status(dsl, owner.request(), chunk.index(), ChunkRows.Status.FINAL);
        });
        chunk.gaveUp();
    }

    private void write(List<Outcome> outcomes) {
        var legs = outcomes.stream().flatMap(outcome -> outcome.legs().stream()).toList();
        var owner = token.owner();
        context.run(owner.organization(), dsl -> {
            context.settlements().legsSettled(dsl, owner.organization(), owner.batch(), legs);
            for (var outcome : outcomes) {
                ChunkRows.mined(dsl, owner.request(), outcome.chunk().index(), outcome.attempt(), outcome.status());
            }
        });
    }

    /**
     * What is to be written of one transaction.
     *
     * @param closed the items that have their final word now
     */
    private record Outcome(ChunkState chunk, MinedAttempt attempt, ItemMask closed, List<LegResult> legs) {

        static Optional<Outcome> of(Mined mined) {
            var chunk = mined.chunk();
            return ChunkResult.read(mined.receipt(), chunk.terms(), chunk.open())
                    .map(result -> {
                        var failed = ItemMask.where(
                                chunk.terms().size(),
                                item -> result.failed().containsKey(item)
                                        && chunk.open().has(item));
                        var closed = result.paid().plus(failed);
                        return new Outcome(chunk, mined.attempt(), closed, legs(mined, result, failed));
                    });
        }

        ChunkRows.Status status() {
            return chunk.open().minus(closed).isEmpty() ? ChunkRows.Status.FINAL : ChunkRows.Status.WAITING;
        }

        private static List<LegResult> legs(Mined mined, ChunkResult result, ItemMask failed) {
            var terms = mined.chunk().terms();
            var transaction = mined.attempt().hash().hex();
            var legs = new ArrayList<LegResult>();
            result.paid()
                    .items()
                    .forEach(
                            item -> legs.add(new LegResult.Paid(terms.item(item).legId(), transaction)));
            failed.items()
                    .forEach(item -> legs.add(new LegResult.Failed(
                            terms.item(item).legId(), result.failed().getOrDefault(item, "NO_REASON"))));
            return legs;
        }
    }
}
