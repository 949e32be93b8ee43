package com.protocolbanks.payouts;

import com.protocolbanks.evm.rpc.Receipt;
import com.protocolbanks.payouts.Milestones.Milestone;
import com.protocolbanks.payroll.settlement.LegResult;
import com.protocolbanks.sending.MinedAttempt;
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

    /** How a chunk stands after a receipt was read. */
    enum Verdict {
        WRITTEN,
        /** The contract calls items paid that this receipt does not prove. */
        UNPROVEN,
        /** The transaction succeeded without running the chunk. */
        NOT_OURS
    }

    /** Writes the outcome of a transaction that succeeded. */
    Verdict succeeded(ChunkState chunk, MinedAttempt attempt, Receipt receipt) {
        Optional<ChunkResult> result = ChunkResult.read(receipt, chunk.terms(), chunk.open());
        if (result.isEmpty()) {
            return Verdict.NOT_OURS;
        }
        context.milestones().reached(Milestone.RECEIPT_SEEN);
        var closed = write(chunk, attempt, result.get());
        chunk.settledBy(attempt.hash(), closed);
        context.milestones().reached(Milestone.LEGS_SETTLED);
        return result.get().unproven().isEmpty() ? Verdict.WRITTEN : Verdict.UNPROVEN;
    }

    /** Writes that a transaction was mined in vain: its gas is spent, its items are as they were. */
    void reverted(ChunkState chunk, MinedAttempt attempt) {
        context.run(
                token.owner().organization(),
                dsl -> ChunkRows.mined(dsl, token.owner().request(), chunk.index(), attempt, ChunkRows.Status.WAITING));
        chunk.settledBy(attempt.hash(), ItemMask.NONE);
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

    private ItemMask write(ChunkState chunk, MinedAttempt attempt, ChunkResult result) {
        var failed = ItemMask.where(
                chunk.terms().size(),
                item -> result.failed().containsKey(item) && chunk.open().has(item));
        var closed = result.paid().plus(failed);
        var legs = legs(chunk, attempt, result, failed);
        var status = chunk.open().minus(closed).isEmpty() ? ChunkRows.Status.FINAL : ChunkRows.Status.WAITING;
        var owner = token.owner();
        context.run(owner.organization(), dsl -> {
            context.settlements().legsSettled(dsl, owner.organization(), owner.batch(), legs);
            ChunkRows.mined(dsl, owner.request(), chunk.index(), attempt, status);
        });
        return closed;
    }

    private static List<LegResult> legs(ChunkState chunk, MinedAttempt attempt, ChunkResult result, ItemMask failed) {
        var legs = new ArrayList<LegResult>();
        result.paid()
                .items()
                .forEach(item -> legs.add(new LegResult.Paid(
                        chunk.terms().item(item).legId(), attempt.hash().hex())));
        failed.items()
                .forEach(item -> legs.add(new LegResult.Failed(
                        chunk.terms().item(item).legId(), result.failed().getOrDefault(item, "NO_REASON"))));
        return legs;
    }
}
