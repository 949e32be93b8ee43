package com.protocolbanks.payroll.settlement;

import com.protocolbanks.payroll.PaymentStatus;
import com.protocolbanks.payroll.Stage;
import com.protocolbanks.payroll.splits.Rail;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** The statements behind {@link Settlements}; each handles a whole chunk of legs at once. */
final class SettlementRows {
    private SettlementRows() {}

    /** What is written into a leg. */
    private record Word(
            PaymentStatus status,
            @Nullable String reason,
            @Nullable String txHash,
            @Nullable String bankReference) {
        static Word of(LegResult result) {
            return switch (result) {
                case LegResult.Paid paid -> new Word(PaymentStatus.SUCCESS, null, paid.txHash(), null);
                case LegResult.PaidByBank paid -> new Word(PaymentStatus.SUCCESS, null, null, paid.bankReference());
                case LegResult.Failed failed -> new Word(PaymentStatus.FAILED, failed.reason(), null, null);
            };
        }
    }

    /**
     * Sets legs that have no final word yet, and failed ones that turn out to be paid; returns the item of each that
     * changed. One statement for all legs with the same word: usually one for a chunk.
     *
     * <p>The batch is compared in a way no index serves, so that the legs are found by their own ids: freshly imported
     * tables have no statistics yet, and the planner would read every leg of the batch for each chunk.
     */
    static List<UUID> settle(DSLContext dsl, UUID orgId, UUID batchId, List<LegResult> results, OffsetDateTime now) {
        Map<Word, List<UUID>> legs = new LinkedHashMap<>();
        results.forEach(result ->
                legs.computeIfAbsent(Word.of(result), _ -> new ArrayList<>()).add(result.legId()));
        List<UUID> items = new ArrayList<>();
        legs.forEach((word, ids) -> items.addAll(dsl.fetch(
                        """
                update payout_legs
                set status = ?, reason = ?, tx_hash = ?, bank_reference = ?, settled_at = ?::timestamptz
                where id = any(?) and org_id = ? and batch_id is not distinct from ?
                  and (status = 'PENDING' or (status = 'FAILED' and ? = 'SUCCESS'))
                returning item_id
                """,
                        word.status.name(),
                        word.reason,
                        word.txHash,
                        word.bankReference,
                        now,
                        ids.toArray(UUID[]::new),
                        orgId,
                        batchId,
                        word.status.name())
                .getValues(0, UUID.class)));
        return items;
    }

    /** Takes the final word back from legs on the chain; returns the item of each that had one. */
    static List<UUID> reopen(DSLContext dsl, UUID orgId, UUID batchId, Collection<UUID> legs) {
        return dsl.fetch("""
                update payout_legs set status = 'PENDING', reason = null, tx_hash = null, settled_at = null
                where id = any(?) and org_id = ? and batch_id is not distinct from ? and rail = 'CHAIN' and status <> 'PENDING'
                returning item_id
                """, legs.toArray(UUID[]::new), orgId, batchId).getValues(0, UUID.class);
    }

    /**
     * Derives these items from all their legs: SUCCESS when all are paid, FAILED when none is open and one failed. The
     * item's transaction is that of its leg in the batch's own token, if there is one.
     *
     * <p>Lateral, so that each item's legs are found by the item: freshly imported tables have no statistics yet, and
     * left to choose the planner reads every leg of the batch for each chunk.
     */
    static void recomputeItems(DSLContext dsl, UUID orgId, UUID batchId, Collection<UUID> items) {
        dsl.execute("""
                update payout_items item
                set status = case when legs.open > 0 then 'PENDING' when legs.failed > 0 then 'FAILED' else 'SUCCESS' end,
                    paid_amount = case when legs.open = 0 and legs.failed = 0 then item.amount else trunc(legs.paid, 8) end,
                    reason = case when legs.open = 0 then legs.reason end,
                    tx_hash = legs.tx_hash
                from (select distinct id from unnest(?::uuid[]) as given (id)) as wanted
                cross join lateral (
                    select count(*) filter (where leg.status = 'PENDING') as open,
                           count(*) filter (where leg.status = 'FAILED') as failed,
                           coalesce(sum(leg.units / power(10::numeric, leg.decimals))
                                    filter (where leg.status = 'SUCCESS'), 0) as paid,
                           (array_agg(leg.reason order by leg.rail, leg.asset)
                                    filter (where leg.status = 'FAILED'))[1] as reason,
                           (array_agg(leg.tx_hash order by leg.asset <> batch.token_symbol, leg.asset)
                                    filter (where leg.tx_hash is not null))[1] as tx_hash
                    from payout_legs leg
                    cross join (select token_symbol from payout_batches where org_id = ? and id = ?) as batch
                    where leg.item_id = wanted.id) as legs
                where item.id = wanted.id
                """, items.toArray(UUID[]::new), orgId, batchId);
    }

    /** Ends every leg that has no final word as failed; returns the item of each. */
    static List<UUID> failPending(DSLContext dsl, UUID orgId, UUID batchId, String reason, OffsetDateTime now) {
        return dsl.fetch("""
                        update payout_legs set status = 'FAILED', reason = ?, settled_at = ?::timestamptz
                        where org_id = ? and batch_id = ? and status = 'PENDING' returning item_id
                        """, reason, now, orgId, batchId).map(row -> row.get(0, UUID.class));
    }

    /** Fails the bank's open legs as cancelled while its file has not been given out; returns the item of each. */
    static List<UUID> callOffBank(DSLContext dsl, UUID orgId, UUID batchId, OffsetDateTime now) {
        return dsl.fetch("""
                        update payout_legs leg set status = 'FAILED', reason = 'CANCELLED', settled_at = ?::timestamptz
                        from payout_batches batch
                        where leg.org_id = ? and leg.batch_id = ? and leg.rail = 'FIAT' and leg.status = 'PENDING'
                          and batch.id = leg.batch_id and batch.bank_file_at is null
                        returning leg.item_id
                        """, now, orgId, batchId).map(row -> row.get(0, UUID.class));
    }

    /** Takes the final word back from failed legs of a rail; returns the item of each. */
    static List<UUID> takeUpFailed(DSLContext dsl, UUID orgId, UUID batchId, Rail rail) {
        return dsl.fetch("""
                        update payout_legs set status = 'PENDING', reason = null, settled_at = null
                        where org_id = ? and batch_id = ? and rail = ? and status = 'FAILED' returning item_id
                        """, orgId, batchId, rail.name()).map(row -> row.get(0, UUID.class));
    }

    /** Where a batch ends whose legs all have a final word. */
    static Stage ending(DSLContext dsl, UUID batchId) {
        var counts = dsl.fetchSingle("""
                select count(*) filter (where status = 'SUCCESS' or reason not in ('CANCELLED', 'EXPIRED'))::int,
                       count(*) filter (where reason = 'CANCELLED')::int
                from payout_legs where batch_id = ?
                """, batchId);
        if (counts.get(0, int.class) > 0) {
            return Stage.DOCUMENTS;
        }
        return counts.get(1, int.class) > 0 ? Stage.CANCELLED : Stage.EXPIRED;
    }

    static Settlements.Pending pending(DSLContext dsl, UUID batchId) {
        var counts = dsl.fetchSingle("""
                select count(*) filter (where rail = 'CHAIN')::int, count(*) filter (where rail = 'FIAT')::int
                from payout_legs where batch_id = ? and status = 'PENDING'
                """, batchId);
        return new Settlements.Pending(counts.get(0, int.class), counts.get(1, int.class));
    }

    /** The time of completion, and the transaction of the first chunk in the batch's own token. */
    static void markCompleted(DSLContext dsl, UUID orgId, UUID batchId, OffsetDateTime now) {
        dsl.execute("""
                update payout_batches batch
                set completed_at = ?::timestamptz, stalled_since = null, stall_reason = null,
                    tx_hash = (select leg.tx_hash from payout_legs leg
                               where leg.batch_id = batch.id and leg.asset = batch.token_symbol
                                 and leg.chunk_index = 0 and leg.tx_hash is not null
                               order by leg.run, leg.item_index limit 1)
                where org_id = ? and id = ?
                """, now, orgId, batchId);
    }
}
