package com.protocolbanks.payroll.settlement;

import com.protocolbanks.payroll.PaymentStatus;
import com.protocolbanks.payroll.Stage;
import com.protocolbanks.payroll.splits.Rail;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** The statements behind {@link Settlements}; each handles a whole chunk of legs at once. */
final class SettlementRows {
    private SettlementRows() {}

    /** Sets legs that have no final word yet, and failed ones that turn out to be paid; returns how many changed. */
    static int settle(DSLContext dsl, UUID orgId, UUID batchId, List<LegResult> results, OffsetDateTime now) {
        int count = results.size();
        var ids = new UUID[count];
        var statuses = new String[count];
        var reasons = new @Nullable String[count];
        var hashes = new @Nullable String[count];
        var references = new @Nullable String[count];
        for (int i = 0; i < count; i++) {
            var result = results.get(i);
            ids[i] = result.legId();
            switch (result) {
                case LegResult.Paid paid -> {
                    statuses[i] = PaymentStatus.SUCCESS.name();
                    hashes[i] = paid.txHash();
                }
                case LegResult.PaidByBank paid -> {
                    statuses[i] = PaymentStatus.SUCCESS.name();
                    references[i] = paid.bankReference();
                }
                case LegResult.Failed failed -> {
                    statuses[i] = PaymentStatus.FAILED.name();
                    reasons[i] = failed.reason();
                }
            }
        }
        return dsl.execute("""
                update payout_legs leg
                set status = word.status, reason = word.reason, tx_hash = word.tx_hash,
                    bank_reference = word.bank_reference, settled_at = ?::timestamptz
                from unnest(?::uuid[], ?::text[], ?::text[], ?::text[], ?::text[])
                     as word (id, status, reason, tx_hash, bank_reference)
                where leg.id = word.id and leg.org_id = ? and leg.batch_id = ?
                  and (leg.status = 'PENDING' or (leg.status = 'FAILED' and word.status = 'SUCCESS'))
                """, now, ids, statuses, reasons, hashes, references, orgId, batchId);
    }

    /** Takes the final word back from legs on the chain; returns how many had one. */
    static int reopen(DSLContext dsl, UUID orgId, UUID batchId, Collection<UUID> legs) {
        return dsl.execute("""
                update payout_legs set status = 'PENDING', reason = null, tx_hash = null, settled_at = null
                where id = any(?) and org_id = ? and batch_id = ? and rail = 'CHAIN' and status <> 'PENDING'
                """, legs.toArray(UUID[]::new), orgId, batchId);
    }

    /**
     * Derives the items of these legs from all their legs: SUCCESS when all are paid, FAILED when none is open and one
     * failed. The item's transaction is that of its leg in the batch's own token, if there is one.
     */
    static void recomputeItems(DSLContext dsl, UUID orgId, UUID batchId, Collection<UUID> legs) {
        dsl.execute("""
                update payout_items item
                set status = case when legs.open > 0 then 'PENDING' when legs.failed > 0 then 'FAILED' else 'SUCCESS' end,
                    paid_amount = case when legs.open = 0 and legs.failed = 0 then item.amount else trunc(legs.paid, 8) end,
                    reason = case when legs.open = 0 then legs.reason end,
                    tx_hash = legs.tx_hash
                from (select leg.item_id,
                             count(*) filter (where leg.status = 'PENDING') as open,
                             count(*) filter (where leg.status = 'FAILED') as failed,
                             coalesce(sum(leg.units / power(10::numeric, leg.decimals))
                                      filter (where leg.status = 'SUCCESS'), 0) as paid,
                             (array_agg(leg.reason order by leg.rail, leg.asset)
                                      filter (where leg.status = 'FAILED'))[1] as reason,
                             (array_agg(leg.tx_hash order by leg.asset <> batch.token_symbol, leg.asset)
                                      filter (where leg.tx_hash is not null))[1] as tx_hash
                      from payout_legs leg join payout_batches batch on batch.id = leg.batch_id
                      where leg.item_id in (select item_id from payout_legs
                                            where id = any(?) and org_id = ? and batch_id = ?)
                      group by leg.item_id) as legs
                where item.id = legs.item_id
                """, legs.toArray(UUID[]::new), orgId, batchId);
    }

    /** Ends every leg that has no final word as failed; returns them. */
    static List<UUID> failPending(DSLContext dsl, UUID orgId, UUID batchId, String reason, OffsetDateTime now) {
        return dsl.fetch("""
                        update payout_legs set status = 'FAILED', reason = ?, settled_at = ?::timestamptz
                        where org_id = ? and batch_id = ? and status = 'PENDING' returning id
                        """, reason, now, orgId, batchId).map(row -> row.get(0, UUID.class));
    }

    /** Takes the final word back from failed legs of a rail; returns them. */
    static List<UUID> takeUpFailed(DSLContext dsl, UUID orgId, UUID batchId, Rail rail) {
        return dsl.fetch("""
                        update payout_legs set status = 'PENDING', reason = null, settled_at = null
                        where org_id = ? and batch_id = ? and rail = ? and status = 'FAILED' returning id
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
