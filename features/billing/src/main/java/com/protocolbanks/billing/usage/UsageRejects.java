package com.protocolbanks.billing.usage;

import static com.protocolbanks.database.generated.Tables.USAGE_REJECTS;
import static org.jooq.impl.DSL.jsonbGetAttributeAsText;

import com.protocolbanks.evm.Hash32;
import com.protocolbanks.x402.receipts.UsageReceipt;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Stream entries that could not be taken over, kept until they can or somebody looks. */
record UsageRejects(DSLContext dsl, Clock clock) {
    private static final Logger LOG = LoggerFactory.getLogger(UsageRejects.class);
    private static final int AGAIN_AT_ONCE = 1_000;

    /** Why an entry lies here. */
    enum Reason {
        MALFORMED,
        /** No voucher of that channel has come by; tried again, because it still may. */
        CHANNEL_UNKNOWN,
        /** The channel's authorizer is no session key. */
        KEY_UNKNOWN,
        /** The voucher is not signed by the session key, or its terms are not the channel's. */
        VOUCHER_WRONG,
        /** Another receipt has this place in the channel. */
        CONFLICT,
        /** Postgres cannot hold it. */
        NOT_STORABLE
    }

    void add(Reason reason, List<StreamEntry> entries) {
        LOG.error("{} usage entries are kept apart, {}: from {}", entries.size(), reason, entries.getFirst());
        dsl.execute(
                """
                insert into usage_rejects (stream, entry_id, fields, reason, rejected_at)
                select stream, entry_id, fields::jsonb, ?, ?::timestamptz
                from unnest(?::text[], ?::text[], ?::text[]) as apart (stream, entry_id, fields)
                on conflict do nothing""",
                reason.name(),
                clock.instant().atOffset(ZoneOffset.UTC),
                entries.stream().map(StreamEntry::stream).toArray(String[]::new),
                entries.stream().map(StreamEntry::id).toArray(String[]::new),
                entries.stream()
                        .map(entry -> JsonMapper.shared().writeValueAsString(entry.fields()))
                        .toArray(String[]::new));
    }

    /** Takes out entries whose channel was unknown, each for this transaction alone. */
    List<StreamEntry> takeAgain() {
        return dsl.deleteFrom(USAGE_REJECTS)
                .where(
                        USAGE_REJECTS.REASON.eq(Reason.CHANNEL_UNKNOWN.name()),
                        USAGE_REJECTS.ENTRY_ID.in(dsl.select(USAGE_REJECTS.ENTRY_ID)
                                .from(USAGE_REJECTS)
                                .where(USAGE_REJECTS.REASON.eq(Reason.CHANNEL_UNKNOWN.name()))
                                .orderBy(USAGE_REJECTS.REJECTED_AT)
                                .limit(AGAIN_AT_ONCE)))
                .returning()
                .fetch(row -> new StreamEntry(
                        row.getStream(),
                        row.getEntryId(),
                        fields(row.getFields().data())));
    }

    /** The receipts of a channel that was not known when they were taken from their stream. */
    static List<UsageReceipt> receipts(DSLContext dsl, Hash32 channelId) {
        return dsl
                .select(USAGE_REJECTS.FIELDS)
                .from(USAGE_REJECTS)
                .where(
                        USAGE_REJECTS.REASON.eq(Reason.CHANNEL_UNKNOWN.name()),
                        jsonbGetAttributeAsText(USAGE_REJECTS.FIELDS, "c").eq(channelId.hex()))
                .fetch(row -> receipt(fields(row.value1().data())))
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<UsageReceipt> receipt(Map<String, String> fields) {
        try {
            return UsageEntry.parse(fields) instanceof UsageEntry.OfReceipt(var receipt)
                    ? Optional.of(receipt)
                    : Optional.empty();
        } catch (UsageEntry.Malformed malformed) {
            throw new IllegalStateException("an entry lies apart that was readable once", malformed);
        }
    }

    private static Map<String, String> fields(String json) {
        return JsonMapper.shared().readValue(json, new TypeReference<Map<String, String>>() {});
    }
}
