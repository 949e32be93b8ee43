package com.protocolbanks.payroll;

import com.protocolbanks.database.Database;
import com.protocolbanks.database.generated.Tables;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.DSLContext;
import tools.jackson.databind.json.JsonMapper;

/**
 * What happened to a batch, numbered without gaps.
 *
 * <p>The number is taken under the batch row's lock, in the transaction of the change itself: who has read up to a
 * number has seen every change up to it.
 */
public final class BatchEvents {
    private static final JsonMapper JSON = new JsonMapper();

    private final Clock clock;

    public BatchEvents(Clock clock) {
        this.clock = clock;
    }

    /**
     * One event.
     *
     * @param seq from 1, without gaps
     * @param data a JSON object
     */
    public record Event(long seq, String type, String data, Instant at) {}

    /** Writes an event in the caller's transaction and returns its number; throws when the batch is not there. */
    public long append(DSLContext dsl, UUID orgId, UUID batchId, String type, Map<String, ?> data) {
        var now = OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
        var numbered = dsl.fetchOptional(
                        """
                        with numbered as (
                            update payout_batches set last_seq = last_seq + 1, updated_at = ?::timestamptz
                            where org_id = ? and id = ? returning last_seq)
                        insert into batch_events (org_id, batch_id, seq, type, data, at)
                        select ?, ?, last_seq, ?, ?::jsonb, ?::timestamptz from numbered returning seq
                        """, now, orgId, batchId, orgId, batchId, type, JSON.writeValueAsString(data), now)
                .orElseThrow(() -> new IllegalArgumentException("no batch " + batchId));
        return numbered.get(0, Long.class);
    }

    /** Events after that number, in order, at most {@code limit}; 0 reads from the beginning. */
    public static List<Event> after(Database database, UUID orgId, UUID batchId, long seq, int limit) {
        var table = Tables.BATCH_EVENTS;
        return database.inOrganization(
                orgId,
                dsl -> dsl.selectFrom(table)
                        .where(table.BATCH_ID.eq(batchId), table.SEQ.gt(seq))
                        .orderBy(table.SEQ)
                        .limit(limit)
                        .fetch(row -> new Event(
                                row.getSeq(),
                                row.getType(),
                                row.getData().data(),
                                row.getAt().toInstant())));
    }
}
