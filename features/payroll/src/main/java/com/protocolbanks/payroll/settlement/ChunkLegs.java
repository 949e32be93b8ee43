package com.protocolbanks.payroll.settlement;

import static com.protocolbanks.database.generated.Tables.PAYOUT_LEGS;

import java.util.Set;
import java.util.UUID;
import org.jooq.DSLContext;

/** The legs that one signed chunk pays. */
public final class ChunkLegs {
    private ChunkLegs() {}

    public static Set<UUID> of(DSLContext dsl, UUID batchId, int run, String asset, int chunk) {
        return dsl.select(PAYOUT_LEGS.ID)
                .from(PAYOUT_LEGS)
                .where(PAYOUT_LEGS.BATCH_ID.eq(batchId))
                .and(PAYOUT_LEGS.RUN.eq(run))
                .and(PAYOUT_LEGS.ASSET.eq(asset))
                .and(PAYOUT_LEGS.CHUNK_INDEX.eq(chunk))
                .fetchSet(PAYOUT_LEGS.ID);
    }
}
