package com.protocolbanks.payroll.settlement;

import com.protocolbanks.payroll.BatchEvents;
import com.protocolbanks.payroll.Stage;
import com.protocolbanks.payroll.splits.Rail;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.DSLContext;

/**
 * Writes down what became of a batch's legs and moves the batch along; always in the caller's transaction.
 *
 * <p>Every call locks the batch row first, so calls about one batch follow one another. Every call may be repeated: a
 * paid leg never turns into a failed one.
 */
public final class Settlements {
    /** Why a leg has failed that was called off. */
    public static final String CALLED_OFF = "CANCELLED";

    private final BatchEvents events;
    private final Clock clock;

    public Settlements(BatchEvents events, Clock clock) {
        this.events = events;
        this.clock = clock;
    }

    /** Legs of a batch without a final word. */
    record Pending(int chain, int bank) {
        boolean none() {
            return chain == 0 && bank == 0;
        }
    }

    /** The first broadcast was accepted, or a retry begins: the batch is being sent. */
    public void start(DSLContext dsl, UUID orgId, UUID batchId) {
        var stage = lock(dsl, orgId, batchId);
        if (stage != Stage.SENDING && stage.mayBecome(Stage.SENDING)) {
            move(dsl, orgId, batchId, stage, Stage.SENDING);
        }
    }

    /** Everything is broadcast; what is missing are final blocks. */
    public void sent(DSLContext dsl, UUID orgId, UUID batchId) {
        if (lock(dsl, orgId, batchId) == Stage.SENDING) {
            move(dsl, orgId, batchId, Stage.SENDING, Stage.CONFIRMING);
        }
    }

    /**
     * The final word about legs: legs and their items are set, and one event is written.
     *
     * @param results about legs of this batch, each at most once
     */
    public void legsSettled(DSLContext dsl, UUID orgId, UUID batchId, List<LegResult> results) {
        lock(dsl, orgId, batchId);
        var items = SettlementRows.settle(dsl, orgId, batchId, results, now());
        if (!items.isEmpty()) {
            SettlementRows.recomputeItems(dsl, orgId, batchId, items);
            long failed =
                    results.stream().filter(LegResult.Failed.class::isInstance).count();
            events.append(
                    dsl, orgId, batchId, "legs.settled", Map.of("paid", results.size() - failed, "failed", failed));
        }
    }

    /**
     * Takes back the word about legs whose blocks the chain took back; a batch that was further along is being sent again.
     */
    public void legsUnknownAgain(DSLContext dsl, UUID orgId, UUID batchId, Collection<UUID> legs) {
        var stage = lock(dsl, orgId, batchId);
        var items = SettlementRows.reopen(dsl, orgId, batchId, legs);
        if (items.isEmpty()) {
            return;
        }
        SettlementRows.recomputeItems(dsl, orgId, batchId, items);
        events.append(dsl, orgId, batchId, "legs.unknown", Map.of("legs", items.size()));
        if (stage.mayBecome(Stage.SENDING)) {
            move(dsl, orgId, batchId, stage, Stage.SENDING);
        }
    }

    /** Gives up every leg without a final word, with that reason; only when nothing signed can pay them any more. */
    public void giveUp(DSLContext dsl, UUID orgId, UUID batchId, String reason) {
        lock(dsl, orgId, batchId);
        var items = SettlementRows.failPending(dsl, orgId, batchId, reason, now());
        if (!items.isEmpty()) {
            SettlementRows.recomputeItems(dsl, orgId, batchId, items);
            events.append(dsl, orgId, batchId, "legs.settled", Map.of("paid", 0, "failed", items.size()));
        }
    }

    /** Gives up, as cancelled, what the bank was to pay of a batch whose file was never given out. */
    public void callOffBank(DSLContext dsl, UUID orgId, UUID batchId) {
        lock(dsl, orgId, batchId);
        var items = SettlementRows.callOffBank(dsl, orgId, batchId, now());
        if (!items.isEmpty()) {
            SettlementRows.recomputeItems(dsl, orgId, batchId, items);
            events.append(dsl, orgId, batchId, "legs.settled", Map.of("paid", 0, "failed", items.size()));
        }
    }

    /** Takes the failed legs of a rail up again; returns how many. */
    public int takeUpFailed(DSLContext dsl, UUID orgId, UUID batchId, Rail rail) {
        lock(dsl, orgId, batchId);
        var items = SettlementRows.takeUpFailed(dsl, orgId, batchId, rail);
        if (!items.isEmpty()) {
            SettlementRows.recomputeItems(dsl, orgId, batchId, items);
            events.append(dsl, orgId, batchId, "legs.retried", Map.of("legs", items.size()));
        }
        return items.size();
    }

    /**
     * Moves the batch to where its legs allow: waiting for the bank when only the bank's are open, unchanged while one on
     * the chain is; otherwise completed, or failed when all of it was given up without a single payment.
     */
    public Stage complete(DSLContext dsl, UUID orgId, UUID batchId) {
        var stage = lock(dsl, orgId, batchId);
        var pending = SettlementRows.pending(dsl, batchId);
        if (pending.chain() > 0) {
            return stage;
        }
        var next = pending.none() ? SettlementRows.ending(dsl, batchId) : Stage.AWAITING_BANK;
        if (stage == next || !stage.mayBecome(next)) {
            return stage;
        }
        if (next == Stage.DOCUMENTS) {
            SettlementRows.markCompleted(dsl, orgId, batchId, now());
        }
        move(dsl, orgId, batchId, stage, next);
        return next;
    }

    /** The documents are stored. */
    public void documentsDone(DSLContext dsl, UUID orgId, UUID batchId) {
        if (lock(dsl, orgId, batchId) == Stage.DOCUMENTS) {
            move(dsl, orgId, batchId, Stage.DOCUMENTS, Stage.DONE);
        }
    }

    /** Nothing moves, and why, in one word such as INSUFFICIENT_FUNDS; the same word again changes nothing. */
    public void stall(DSLContext dsl, UUID orgId, UUID batchId, String reason) {
        lock(dsl, orgId, batchId);
        int changed = dsl.execute("""
                update payout_batches set stall_reason = ?, stalled_since = coalesce(stalled_since, ?::timestamptz)
                where org_id = ? and id = ? and stall_reason is distinct from ?
                """, reason, now(), orgId, batchId, reason);
        if (changed > 0) {
            events.append(dsl, orgId, batchId, "batch.stalled", Map.of("reason", reason));
        }
    }

    /** It moves again. */
    public void unstall(DSLContext dsl, UUID orgId, UUID batchId) {
        lock(dsl, orgId, batchId);
        int changed = dsl.execute("""
                update payout_batches set stall_reason = null, stalled_since = null
                where org_id = ? and id = ? and stalled_since is not null
                """, orgId, batchId);
        if (changed > 0) {
            events.append(dsl, orgId, batchId, "batch.resumed", Map.of());
        }
    }

    /**
     * Locks the batch row until the end of the transaction and tells its stage.
     *
     * @throws IllegalArgumentException when the organization has no such batch
     */
    public Stage lock(DSLContext dsl, UUID orgId, UUID batchId) {
        return dsl.fetchOptional(
                        "select stage from payout_batches where org_id = ? and id = ? for update", orgId, batchId)
                .map(found -> Stage.valueOf(found.get(0, String.class)))
                .orElseThrow(() -> new IllegalArgumentException("no batch " + batchId));
    }

    /**
     * Moves a batch, whose row is locked, and writes the event {@code batch.stage}.
     *
     * @throws IllegalStateException when the move is not allowed
     */
    public void move(DSLContext dsl, UUID orgId, UUID batchId, Stage from, Stage to) {
        if (!from.mayBecome(to)) {
            throw new IllegalStateException("a batch never goes from " + from + " to " + to);
        }
        dsl.execute(
                "update payout_batches set status = ?, stage = ? where org_id = ? and id = ?",
                to.status().name(),
                to.name(),
                orgId,
                batchId);
        events.append(
                dsl,
                orgId,
                batchId,
                "batch.stage",
                Map.of("status", to.status().name(), "stage", to.name(), "from", from.name()));
    }

    private OffsetDateTime now() {
        return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
