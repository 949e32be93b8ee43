package com.protocolbanks.payouts.reconciliation;

import static com.protocolbanks.database.generated.Tables.PAYOUT_CHUNKS;
import static com.protocolbanks.database.generated.Tables.RECONCILIATIONS;
import static org.jooq.impl.DSL.boolAnd;
import static org.jooq.impl.DSL.condition;
import static org.jooq.impl.DSL.currentOffsetDateTime;
import static org.jooq.impl.DSL.max;

import com.protocolbanks.payouts.chunks.ChunkRows;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import tools.jackson.databind.json.JsonMapper;

/** The newest reconciliation of each batch. */
final class ReconciliationRows {
    private static final JsonMapper JSON = JsonMapper.shared();

    private ReconciliationRows() {}

    /** A batch whose turn has come. */
    record Due(UUID organization, UUID batch) {}

    /**
     * Batches whose payments on the chain are all final and that were not compared since, or not since {@code again};
     * what has not moved since {@code oldest} is left alone. The longest waiting first.
     */
    static List<Due> due(DSLContext dsl, OffsetDateTime again, OffsetDateTime oldest, int limit) {
        var moved = max(PAYOUT_CHUNKS.UPDATED_AT);
        return dsl.select(PAYOUT_CHUNKS.ORG_ID, PAYOUT_CHUNKS.BATCH_ID)
                .from(PAYOUT_CHUNKS)
                .leftJoin(RECONCILIATIONS)
                .on(RECONCILIATIONS.BATCH_ID.eq(PAYOUT_CHUNKS.BATCH_ID))
                .where(PAYOUT_CHUNKS.UPDATED_AT.gt(oldest))
                .groupBy(PAYOUT_CHUNKS.ORG_ID, PAYOUT_CHUNKS.BATCH_ID, RECONCILIATIONS.CHECKED_AT)
                .having(
                        condition(boolAnd(PAYOUT_CHUNKS.STATUS.eq(ChunkRows.Status.FINAL.name()))),
                        RECONCILIATIONS
                                .CHECKED_AT
                                .isNull()
                                .or(moved.ge(RECONCILIATIONS.CHECKED_AT))
                                .or(RECONCILIATIONS.CHECKED_AT.lt(again)))
                .orderBy(moved)
                .limit(limit)
                .fetch(row -> new Due(row.value1(), row.value2()));
    }

    /** Writes what was found over what was found before; whether that is news. */
    static boolean store(DSLContext dsl, UUID organization, UUID batch, Reconciled found) {
        var before = dsl.select(RECONCILIATIONS.DIFFERENCES)
                .from(RECONCILIATIONS)
                .where(RECONCILIATIONS.BATCH_ID.eq(batch))
                .forUpdate()
                .fetchOptional(RECONCILIATIONS.DIFFERENCES);
        var differences = JSONB.valueOf(JSON.writeValueAsString(
                found.differences().stream().map(ReconciliationRows::json).toList()));
        dsl.insertInto(RECONCILIATIONS)
                .set(RECONCILIATIONS.ORG_ID, organization)
                .set(RECONCILIATIONS.BATCH_ID, batch)
                .set(RECONCILIATIONS.BLOCK_NUMBER, found.height())
                .set(RECONCILIATIONS.PAYMENTS, found.payments())
                .set(RECONCILIATIONS.DIFFERENCES, differences)
                .set(RECONCILIATIONS.CHECKED_AT, currentOffsetDateTime())
                .onConflict(RECONCILIATIONS.BATCH_ID)
                .doUpdate()
                .setAllToExcluded()
                .execute();
        return before.isEmpty() || !JSON.readTree(before.get().data()).equals(JSON.readTree(differences.data()));
    }

    private static Map<String, Object> json(Difference difference) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("kind", difference.kind().name());
        json.put("run", difference.run());
        json.put("asset", difference.asset().symbol());
        json.put("decimals", difference.asset().decimals());
        json.put("units", difference.units().toString());
        difference.to().ifPresent(to -> json.put("to", to.toString()));
        difference.payment().ifPresent(payment -> {
            json.put("row", payment.row());
            json.put("itemId", payment.item().toString());
        });
        return json;
    }
}
