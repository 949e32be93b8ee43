package com.protocolbanks.payroll.intake;

import static com.protocolbanks.database.generated.Tables.APPROVAL_REQUESTS;
import static com.protocolbanks.database.generated.Tables.BATCH_EDITS;
import static com.protocolbanks.database.generated.Tables.PAYOUT_ITEMS;
import static com.protocolbanks.database.generated.Tables.PAYOUT_LEGS;

import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jooq.DSLContext;

/** The rows of a batch before an edit; its row is locked and it awaits its first approval. */
public final class EarlierVersion {
    private final DSLContext dsl;
    private final UUID orgId;
    private final UUID batchId;

    public EarlierVersion(DSLContext dsl, UUID orgId, UUID batchId) {
        this.dsl = dsl;
        this.orgId = orgId;
        this.batchId = batchId;
    }

    /**
     * Takes items and legs away, ends what was asked of the owners for them, and remembers who edits. The on-chain id stays:
     * all versions of a run share it, so at most one of them is ever opened.
     *
     * @return the sealed bank details the legs held, by employee
     */
    public Map<UUID, byte[]> remove(UUID editor, OffsetDateTime now) {
        Map<UUID, byte[]> accounts = accounts();
        dsl.deleteFrom(PAYOUT_LEGS).where(PAYOUT_LEGS.BATCH_ID.eq(batchId)).execute();
        dsl.deleteFrom(PAYOUT_ITEMS).where(PAYOUT_ITEMS.BATCH_ID.eq(batchId)).execute();
        dsl.update(APPROVAL_REQUESTS)
                .set(APPROVAL_REQUESTS.STATUS, "VOID")
                .where(APPROVAL_REQUESTS.BATCH_ID.eq(batchId), APPROVAL_REQUESTS.STATUS.in("OPEN", "APPROVED"))
                .execute();
        dsl.insertInto(BATCH_EDITS)
                .set(BATCH_EDITS.ORG_ID, orgId)
                .set(BATCH_EDITS.BATCH_ID, batchId)
                .set(BATCH_EDITS.MEMBER_ID, editor)
                .set(BATCH_EDITS.EDITED_AT, now)
                .execute();
        return accounts;
    }

    /** Somebody who stood in the batch twice with two accounts has none to be kept. */
    private Map<UUID, byte[]> accounts() {
        Map<UUID, byte[]> accounts = new HashMap<>();
        dsl.fetch("""
                select item.employee_id, (array_agg(leg.bank_details))[1] from payout_legs leg
                join payout_items item on item.id = leg.item_id
                where leg.batch_id = ? and leg.rail = 'FIAT'
                group by item.employee_id having count(distinct leg.bank_hash) = 1
                """, batchId).forEach(row -> accounts.put(row.get(0, UUID.class), row.get(1, byte[].class)));
        return accounts;
    }
}
