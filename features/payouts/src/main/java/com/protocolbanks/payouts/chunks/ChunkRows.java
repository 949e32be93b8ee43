package com.protocolbanks.payouts.chunks;

import static com.protocolbanks.database.generated.Tables.PAYOUT_CHUNKS;

import com.protocolbanks.evm.Hash32;
import com.protocolbanks.sending.MinedAttempt;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** The stored progress of a batch's chunks; every method runs in the caller's transaction. */
public final class ChunkRows {
    /** Where a chunk stands. */
    public enum Status {
        /** Nothing of it is on its way. */
        WAITING,
        /** A transaction of it is on its way. */
        SENDING,
        /** The chain took back a block that had settled it. */
        UNKNOWN,
        /** Nothing of it is pending. */
        FINAL
    }

    /** The signed request the chunks belong to. */
    public record Owner(UUID organization, UUID batch, UUID request, int run, String asset) {}

    /**
     * One row.
     *
     * @param settled the newest transaction whose outcome is written into the legs
     */
    public record Row(int index, Status status, Optional<Hash32> settled, ChunkState.Reverts reverts) {}

    private ChunkRows() {}

    /** Stores the chunks that are not stored yet. */
    public static void ensure(DSLContext dsl, Owner owner, List<ChunkTerms> chunks) {
        var insert = dsl.insertInto(
                PAYOUT_CHUNKS,
                PAYOUT_CHUNKS.REQUEST_ID,
                PAYOUT_CHUNKS.CHUNK_INDEX,
                PAYOUT_CHUNKS.ORG_ID,
                PAYOUT_CHUNKS.BATCH_ID,
                PAYOUT_CHUNKS.RUN,
                PAYOUT_CHUNKS.ASSET,
                PAYOUT_CHUNKS.ITEM_COUNT,
                PAYOUT_CHUNKS.UNITS);
        for (var chunk : chunks) {
            insert = insert.values(
                    owner.request(),
                    chunk.index(),
                    owner.organization(),
                    owner.batch(),
                    owner.run(),
                    owner.asset(),
                    chunk.size(),
                    chunk.sum(chunk.all()));
        }
        insert.onConflictDoNothing().execute();
    }

    public static Map<Integer, Row> load(DSLContext dsl, UUID request) {
        var rows = new HashMap<Integer, Row>();
        dsl.select(
                        PAYOUT_CHUNKS.CHUNK_INDEX,
                        PAYOUT_CHUNKS.STATUS,
                        PAYOUT_CHUNKS.SETTLED_HASH,
                        PAYOUT_CHUNKS.REVERTS,
                        PAYOUT_CHUNKS.REVERTED_AT)
                .from(PAYOUT_CHUNKS)
                .where(PAYOUT_CHUNKS.REQUEST_ID.eq(request))
                .forEach(row -> rows.put(
                        row.value1(),
                        new Row(
                                row.value1(),
                                Status.valueOf(row.value2()),
                                Optional.ofNullable(row.value3()).map(Hash32::of),
                                reverts(row.value4(), row.value5()))));
        return rows;
    }

    /** Shows chunks as being sent, each with its transaction. */
    public static void sending(DSLContext dsl, UUID request, Map<Integer, Hash32> transactions) {
        var chunks = transactions.keySet().toArray(Integer[]::new);
        var hashes = transactions.values().stream().map(Hash32::hex).toArray(String[]::new);
        dsl.execute("""
                update payout_chunks chunk set status = ?, tx_hash = sent.tx_hash, updated_at = now()
                from unnest(?::int[], ?::text[]) as sent (chunk_index, tx_hash)
                where chunk.request_id = ? and chunk.chunk_index = sent.chunk_index
                """, Status.SENDING.name(), chunks, hashes, request);
    }

    private static ChunkState.Reverts reverts(int count, @Nullable OffsetDateTime last) {
        return last == null ? ChunkState.Reverts.NONE : new ChunkState.Reverts(count, last.toInstant());
    }

    /** Remembers how often in a row a chunk was mined in vain. */
    public static void reverts(DSLContext dsl, UUID request, int chunk, ChunkState.Reverts reverts) {
        dsl.update(PAYOUT_CHUNKS)
                .set(PAYOUT_CHUNKS.REVERTS, reverts.count())
                .set(PAYOUT_CHUNKS.REVERTED_AT, reverts.last().atOffset(ZoneOffset.UTC))
                .where(row(request, chunk))
                .execute();
    }

    /** Records a mined transaction once; gas and fee add up over a chunk's transactions. */
    public static void mined(DSLContext dsl, UUID request, int chunk, MinedAttempt attempt, Status status) {
        dsl.update(PAYOUT_CHUNKS)
                .set(PAYOUT_CHUNKS.STATUS, status.name())
                .set(PAYOUT_CHUNKS.TX_HASH, attempt.hash().hex())
                .set(PAYOUT_CHUNKS.SETTLED_HASH, attempt.hash().hex())
                .set(PAYOUT_CHUNKS.BLOCK_NUMBER, attempt.block())
                .set(
                        PAYOUT_CHUNKS.GAS_USED,
                        DSL.coalesce(PAYOUT_CHUNKS.GAS_USED, 0L).plus(attempt.gasUsed()))
                .set(PAYOUT_CHUNKS.FEE_WEI, PAYOUT_CHUNKS.FEE_WEI.plus(attempt.fee()))
                .set(PAYOUT_CHUNKS.REVERTS, 0)
                .setNull(PAYOUT_CHUNKS.REVERTED_AT)
                .set(PAYOUT_CHUNKS.UPDATED_AT, DSL.currentOffsetDateTime())
                .where(row(request, chunk))
                .and(PAYOUT_CHUNKS.SETTLED_HASH.isDistinctFrom(attempt.hash().hex()))
                .execute();
    }

    public static void status(DSLContext dsl, UUID request, int chunk, Status status) {
        dsl.update(PAYOUT_CHUNKS)
                .set(PAYOUT_CHUNKS.STATUS, status.name())
                .where(row(request, chunk))
                .execute();
    }

    private static Condition row(UUID request, int chunk) {
        return PAYOUT_CHUNKS.REQUEST_ID.eq(request).and(PAYOUT_CHUNKS.CHUNK_INDEX.eq(chunk));
    }
}
