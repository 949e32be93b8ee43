package com.protocolbanks.billing.usage;

import static com.protocolbanks.database.generated.Tables.RECEIPT_HEADS;
import static com.protocolbanks.database.generated.Tables.SETTLEMENT_CLAIMS;
import static com.protocolbanks.database.generated.Tables.USAGE_CHANNELS;
import static com.protocolbanks.database.generated.Tables.USAGE_RECEIPTS;
import static org.jooq.impl.DSL.row;

import com.protocolbanks.billing.channels.Channels;
import com.protocolbanks.billing.channels.KnownChannel;
import com.protocolbanks.database.Database;
import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.signature.Signature;
import com.protocolbanks.x402.receipts.ReceiptChain;
import com.protocolbanks.x402.receipts.ReceiptJson;
import com.protocolbanks.x402.receipts.UsageReceipt;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jooq.Condition;
import org.jooq.impl.DSL;
import tools.jackson.databind.json.JsonMapper;

/** What an organization's session keys used, as Postgres has it. A key of another organization has nothing. */
public final class Receipts {
    private static final int AT_ONCE = 1_000;

    private final Database database;

    /** @param database opened with the access layer's role */
    public Receipts(Database database) {
        this.database = database;
    }

    /** A place in the list of a key's receipts: by channel, and in it by seq. */
    public record Place(Hash32 channelId, long seq) {
        /** {@code 0x<channel>-<seq>}. */
        @Override
        public String toString() {
            return channelId.hex() + "-" + seq;
        }

        /**
         * Reads a place as {@link #toString} writes it.
         *
         * @throws IllegalArgumentException for another form
         */
        public static Place of(String text) {
            String[] parts = text.split("-", 2);
            if (parts.length != 2) {
                throw new IllegalArgumentException("a place in a list of receipts is 0x<channel>-<seq>");
            }
            return new Place(Hash32.of(parts[0]), Long.parseLong(parts[1]));
        }

        static Place of(UsageReceipt receipt) {
            return new Place(receipt.body().channelId(), receipt.seq());
        }
    }

    /**
     * What was used in one stretch of time.
     *
     * @param from its beginning
     * @param charged in the token's smallest unit
     */
    public record Used(Instant from, long requests, BigInteger charged, long inputTokens, long outputTokens) {}

    /** How finely usage is summed up. */
    public enum Granularity {
        MINUTE,
        HOUR,
        DAY
    }

    /**
     * What was or is to be claimed of a channel.
     *
     * @param state {@code OPEN}, {@code FINAL} or {@code FAILED}
     * @param totalClaimed afterwards, everything before included
     * @param reason what made it due
     */
    public record Claim(
            Hash32 channelId,
            String state,
            BigInteger claimedBefore,
            BigInteger totalClaimed,
            String reason,
            Optional<Hash32> transaction,
            Instant at) {}

    /** A signed end of a channel's receipts. */
    public record Head(ReceiptChain chain, Signature signature, Address signer) {}

    /** The receipts behind that place, at most so many. */
    public List<UsageReceipt> after(UUID orgId, UUID keyId, Optional<Place> place, int limit) {
        Condition behind = place.map(one -> row(USAGE_RECEIPTS.CHANNEL_ID, USAGE_RECEIPTS.SEQ)
                        .gt(one.channelId().bytes(), one.seq()))
                .orElseGet(DSL::noCondition);
        return database.inOrganization(
                orgId,
                dsl -> dsl.selectFrom(USAGE_RECEIPTS)
                        .where(USAGE_RECEIPTS.ORG_ID.eq(orgId), USAGE_RECEIPTS.KEY_ID.eq(keyId), behind)
                        .orderBy(USAGE_RECEIPTS.CHANNEL_ID, USAGE_RECEIPTS.SEQ)
                        .limit(limit)
                        .fetch(one -> receipt(
                                one.getSeq(), one.getSpent(), one.getBody().data())));
    }

    /** Hands out all receipts of the key in the order of {@link #after}, some at a time. */
    public void each(UUID orgId, UUID keyId, Consumer<UsageReceipt> reader) {
        Optional<Place> behind = Optional.empty();
        List<UsageReceipt> some;
        do {
            some = after(orgId, keyId, behind, AT_ONCE);
            some.forEach(reader);
            behind = some.isEmpty() ? behind : Optional.of(Place.of(some.getLast()));
        } while (some.size() == AT_ONCE);
    }

    /** The newest first, for people; with a place, those that are older than the receipt there. */
    public List<UsageReceipt> newest(UUID orgId, UUID keyId, Optional<Place> before, int limit) {
        return database.inOrganization(
                orgId,
                dsl -> dsl.selectFrom(USAGE_RECEIPTS)
                        .where(
                                USAGE_RECEIPTS.ORG_ID.eq(orgId),
                                USAGE_RECEIPTS.KEY_ID.eq(keyId),
                                before.map(Receipts::isOlder).orElseGet(DSL::noCondition))
                        .orderBy(USAGE_RECEIPTS.AT.desc(), USAGE_RECEIPTS.CHANNEL_ID.desc(), USAGE_RECEIPTS.SEQ.desc())
                        .limit(limit)
                        .fetch(one -> receipt(
                                one.getSeq(), one.getSpent(), one.getBody().data())));
    }

    private static Condition isOlder(Place place) {
        var then = DSL.field(DSL.select(USAGE_RECEIPTS.AT)
                .from(USAGE_RECEIPTS)
                .where(USAGE_RECEIPTS.CHANNEL_ID.eq(place.channelId().bytes()), USAGE_RECEIPTS.SEQ.eq(place.seq())));
        return row(USAGE_RECEIPTS.AT, USAGE_RECEIPTS.CHANNEL_ID, USAGE_RECEIPTS.SEQ)
                .lt(row(
                        then,
                        DSL.val(place.channelId().bytes(), USAGE_RECEIPTS.CHANNEL_ID),
                        DSL.val(place.seq(), USAGE_RECEIPTS.SEQ)));
    }

    private static UsageReceipt receipt(long seq, BigInteger spent, String body) {
        return new UsageReceipt(seq, spent, ReceiptJson.body(JsonMapper.shared().readTree(body)));
    }

    /** Usage from that moment on, by stretches that have any, in UTC. */
    public List<Used> usage(UUID orgId, UUID keyId, Granularity granularity, Instant from, int limit) {
        return database.inOrganization(
                orgId,
                dsl -> dsl.fetch(
                                """
                        select date_trunc(?, at at time zone 'UTC') at time zone 'UTC' as stretch, count(*), sum(charged),
                               sum((body->'usage'->>'inputTokens')::bigint), sum((body->'usage'->>'outputTokens')::bigint)
                        from usage_receipts where org_id = ? and key_id = ? and at >= ?::timestamptz
                        group by stretch order by stretch limit ?""",
                                granularity.name().toLowerCase(Locale.ROOT),
                                orgId,
                                keyId,
                                from.atOffset(ZoneOffset.UTC),
                                limit)
                        .map(one -> new Used(
                                one.get(0, OffsetDateTime.class).toInstant(),
                                one.get(1, Long.class),
                                one.get(2, BigDecimal.class).toBigIntegerExact(),
                                one.get(3, Long.class),
                                one.get(4, Long.class))));
    }

    /** The key's channels, the oldest first. */
    public List<KnownChannel> channels(UUID orgId, UUID keyId) {
        return database.inOrganization(
                orgId,
                dsl -> dsl.selectFrom(USAGE_CHANNELS)
                        .where(USAGE_CHANNELS.ORG_ID.eq(orgId), USAGE_CHANNELS.KEY_ID.eq(keyId))
                        .orderBy(USAGE_CHANNELS.CREATED_AT, USAGE_CHANNELS.CHANNEL_ID)
                        .fetch(Channels::known));
    }

    /** The signed heads of a channel, by seq. */
    public List<Head> heads(UUID orgId, Hash32 channelId) {
        return database.inOrganization(
                orgId,
                dsl -> dsl.selectFrom(RECEIPT_HEADS)
                        .where(RECEIPT_HEADS.ORG_ID.eq(orgId), RECEIPT_HEADS.CHANNEL_ID.eq(channelId.bytes()))
                        .orderBy(RECEIPT_HEADS.SEQ, RECEIPT_HEADS.STORED_AT)
                        .fetch(one -> new Head(
                                new ReceiptChain(
                                        new Hash32(one.getChannelId()),
                                        one.getSeq(),
                                        one.getSpent(),
                                        new Hash32(one.getValue())),
                                Signature.of(one.getSignature()),
                                Address.of(one.getSigner()))));
    }

    /** What was claimed for the key on chain, the newest first. */
    public List<Claim> claims(UUID orgId, UUID keyId) {
        return database.inOrganization(
                orgId,
                dsl -> dsl.selectFrom(SETTLEMENT_CLAIMS)
                        .where(SETTLEMENT_CLAIMS.ORG_ID.eq(orgId), SETTLEMENT_CLAIMS.KEY_ID.eq(keyId))
                        .orderBy(SETTLEMENT_CLAIMS.CREATED_AT.desc(), SETTLEMENT_CLAIMS.CHANNEL_ID)
                        .fetch(one -> new Claim(
                                new Hash32(one.getChannelId()),
                                one.getState(),
                                one.getClaimedBefore(),
                                one.getTotalClaimed(),
                                one.getReason(),
                                Optional.ofNullable(one.getTxHash()).map(Hash32::of),
                                one.getCreatedAt().toInstant())));
    }
}
