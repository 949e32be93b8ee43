package com.protocolbanks.payroll.settlement;

import static com.protocolbanks.database.generated.Tables.PAYOUT_LEGS;

import java.util.Set;
import java.util.UUID;
import org.jooq.DSLContext;

/** The legs of a batch that have no final word yet. */
public final class OpenLegs {
    private OpenLegs() {}

    /** Those that travel on the chain. */
    public static Set<UUID> onChain(DSLContext dsl, UUID batchId) {
        return dsl.select(PAYOUT_LEGS.ID)
                .from(PAYOUT_LEGS)
                .where(PAYOUT_LEGS.BATCH_ID.eq(batchId))
                .and(PAYOUT_LEGS.RAIL.eq("CHAIN"))
                .and(PAYOUT_LEGS.STATUS.eq("PENDING"))
                .fetchSet(PAYOUT_LEGS.ID);
    }
}
