package com.protocolbanks.billing.usage;

import static com.protocolbanks.database.generated.Tables.RECEIPT_HEADS;
import static com.protocolbanks.database.generated.Tables.SESSION_KEYS;
import static com.protocolbanks.database.generated.Tables.USAGE_CHANNELS;

import com.protocolbanks.billing.usage.UsageEntry.OfHead;
import com.protocolbanks.billing.usage.UsageEntry.OfVoucher;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.x402.ChannelConfig;
import com.protocolbanks.x402.receipts.UsageReceipt;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jooq.DSLContext;

/** Usage as rows, inside one transaction that sees every organization. */
record UsageRows(DSLContext dsl, Clock clock) {
    /**
     * Stores the channel, or the voucher where it is higher than the one before.
     *
     * @return false when the channel's authorizer is no session key
     */
    boolean accept(OfVoucher accepted) {
        ChannelConfig config = accepted.config();
        Optional<ChannelOwner> owner = dsl.select(SESSION_KEYS.ORG_ID, SESSION_KEYS.ID)
                .from(SESSION_KEYS)
                .where(SESSION_KEYS.PUBLIC_KEY.eq(config.payerAuthorizer().lower()))
                .fetchOptional(row -> new ChannelOwner(row.value1(), row.value2()));
        if (owner.isEmpty()) {
            return false;
        }
        byte[] signature = accepted.signature().bytes();
        dsl.insertInto(USAGE_CHANNELS)
                .set(USAGE_CHANNELS.CHANNEL_ID, accepted.voucher().channelId().bytes())
                .set(USAGE_CHANNELS.ORG_ID, owner.get().orgId())
                .set(USAGE_CHANNELS.KEY_ID, owner.get().keyId())
                .set(USAGE_CHANNELS.PAYER, config.payer().lower())
                .set(USAGE_CHANNELS.PAYER_AUTHORIZER, config.payerAuthorizer().lower())
                .set(USAGE_CHANNELS.RECEIVER, config.receiver().lower())
                .set(
                        USAGE_CHANNELS.RECEIVER_AUTHORIZER,
                        config.receiverAuthorizer().lower())
                .set(USAGE_CHANNELS.TOKEN, config.token().lower())
                .set(USAGE_CHANNELS.WITHDRAW_DELAY, config.withdrawDelay())
                .set(USAGE_CHANNELS.SALT, config.salt().bytes())
                .set(USAGE_CHANNELS.ACCEPTED, accepted.voucher().maxClaimable())
                .set(USAGE_CHANNELS.VOUCHER_SIGNATURE, signature)
                .set(USAGE_CHANNELS.CREATED_AT, now())
                .onConflict(USAGE_CHANNELS.CHANNEL_ID)
                .doUpdate()
                .set(USAGE_CHANNELS.ACCEPTED, accepted.voucher().maxClaimable())
                .set(USAGE_CHANNELS.VOUCHER_SIGNATURE, signature)
                .where(USAGE_CHANNELS.ACCEPTED.lt(accepted.voucher().maxClaimable()))
                .execute();
        return true;
    }

    /** Locks the channels that are known, in one order for all, and says whose they are. */
    Map<Hash32, ChannelOwner> lock(Collection<Hash32> channels) {
        Map<Hash32, ChannelOwner> owners = new HashMap<>();
        dsl.fetch("""
                select channel_id, org_id, key_id from usage_channels
                where channel_id in (select decode(id, 'hex') from unnest(?::text[]) as wanted (id))
                order by channel_id for update""", (Object) ids(channels))
                .forEach(row -> owners.put(
                        new Hash32(Objects.requireNonNull(row.get(0, byte[].class))),
                        new ChannelOwner(row.get(1, UUID.class), row.get(2, UUID.class))));
        return owners;
    }

    /** Whose a channel is. */
    record ChannelOwner(UUID orgId, UUID keyId) {}

    /**
     * A receipt with what its stream entry had ready made.
     *
     * @param digest of the body, checked
     * @param json of the body
     */
    record Written(UsageReceipt receipt, Hash32 digest, String json) {
        Hash32 channel() {
            return receipt.body().channelId();
        }
    }

    long insertReceipts(List<Written> receipts, Map<Hash32, ChannelOwner> owners) {
        if (receipts.isEmpty()) {
            return 0;
        }
        return dsl.execute(
                """
                insert into usage_receipts (channel_id, seq, org_id, key_id, spent, charged, body_digest, body, at)
                select decode(channel, 'hex'), seq, org_id, key_id, spent, charged, decode(digest, 'hex'), body::jsonb, at
                from unnest(?::text[], ?::bigint[], ?::uuid[], ?::uuid[], ?::numeric[], ?::numeric[], ?::text[], ?::text[],
                            ?::timestamptz[]) as new (channel, seq, org_id, key_id, spent, charged, digest, body, at)
                on conflict (channel_id, seq) do nothing""",
                column(receipts, String[]::new, one -> digits(one.channel())),
                column(receipts, Long[]::new, one -> one.receipt().seq()),
                column(receipts, UUID[]::new, one -> owner(owners, one).orgId()),
                column(receipts, UUID[]::new, one -> owner(owners, one).keyId()),
                column(
                        receipts,
                        BigDecimal[]::new,
                        one -> new BigDecimal(one.receipt().spent())),
                column(
                        receipts,
                        BigDecimal[]::new,
                        one -> new BigDecimal(one.receipt().body().charged())),
                column(receipts, String[]::new, one -> digits(one.digest())),
                column(receipts, String[]::new, Written::json),
                column(
                        receipts,
                        OffsetDateTime[]::new,
                        one -> one.receipt().body().at().atOffset(ZoneOffset.UTC)));
    }

    private static ChannelOwner owner(Map<Hash32, ChannelOwner> owners, Written receipt) {
        return Objects.requireNonNull(owners.get(receipt.channel()));
    }

    /** Those whose place in the channel holds another receipt. */
    Set<Written> unlikeStored(List<Written> receipts) {
        var unlike = new HashSet<Written>();
        dsl.fetch(
                        """
                        select given.number from usage_receipts r
                        join unnest(?::text[], ?::bigint[], ?::numeric[], ?::text[]) with ordinality
                            as given (channel, seq, spent, digest, number)
                          on r.channel_id = decode(given.channel, 'hex') and r.seq = given.seq
                        where r.spent <> given.spent or r.body_digest <> decode(given.digest, 'hex')""",
                        column(receipts, String[]::new, one -> digits(one.channel())),
                        column(receipts, Long[]::new, one -> one.receipt().seq()),
                        column(
                                receipts,
                                BigDecimal[]::new,
                                one -> new BigDecimal(one.receipt().spent())),
                        column(receipts, String[]::new, one -> digits(one.digest())))
                .forEach(row -> unlike.add(receipts.get(row.get(0, Integer.class) - 1)));
        return unlike;
    }

    int insertHead(OfHead head, UUID orgId) {
        return dsl.insertInto(RECEIPT_HEADS)
                .set(RECEIPT_HEADS.CHANNEL_ID, head.head().channelId().bytes())
                .set(RECEIPT_HEADS.SEQ, head.head().seq())
                .set(RECEIPT_HEADS.VALUE, head.head().value().bytes())
                .set(RECEIPT_HEADS.ORG_ID, orgId)
                .set(RECEIPT_HEADS.SPENT, head.head().spent())
                .set(RECEIPT_HEADS.SIGNATURE, head.signature().bytes())
                .set(RECEIPT_HEADS.SIGNER, head.signer().lower())
                .set(RECEIPT_HEADS.STORED_AT, now())
                .onConflictDoNothing()
                .execute();
    }

    /**
     * Moves each channel to its highest receipt that has all before it and whose spent is what they add up to; writes down
     * since when there is something beyond.
     */
    void advance(Collection<Hash32> channels) {
        dsl.execute("""
                with beyond as (
                    select r.channel_id, r.seq, r.spent,
                           r.seq = c.seq + row_number() over upto and r.spent = c.spent + sum(r.charged) over upto as fits
                    from usage_receipts r join usage_channels c using (channel_id)
                    where c.channel_id in (select decode(id, 'hex') from unnest(?::text[]) as wanted (id))
                      and r.seq > c.seq
                    window upto as (partition by r.channel_id order by r.seq)
                ), gapless as (
                    select channel_id, seq, spent,
                           bool_and(fits) over (partition by channel_id order by seq) as whole
                    from beyond
                ), reached as (
                    select channel_id, max(seq) as seen, max(seq) filter (where whole) as seq,
                           max(spent) filter (where whole) as spent
                    from gapless group by channel_id
                )
                update usage_channels c
                set seq = coalesce(r.seq, c.seq), spent = coalesce(r.spent, c.spent), seen_seq = r.seen,
                    gap_since = case when r.seen > coalesce(r.seq, c.seq) then coalesce(c.gap_since, ?::timestamptz) end,
                    unclaimed_since = case when coalesce(r.spent, c.spent) > c.claimed
                                           then coalesce(c.unclaimed_since, ?::timestamptz) end
                from reached r where c.channel_id = r.channel_id""", ids(channels), now(), now());
    }

    /** Writes each key's usage: what its channels spent; it only grows. */
    void sumUp(Set<UUID> keys) {
        dsl.execute("""
                update session_keys k set current_usage = u.spent / power(10::numeric, k.token_decimals::numeric)
                from (select key_id, sum(spent) as spent from usage_channels where key_id = any(?::uuid[]) group by key_id) u
                where k.id = u.key_id and k.current_usage < u.spent / power(10::numeric, k.token_decimals::numeric)""", (Object) keys.stream().sorted().toArray(UUID[]::new));
    }

    private static <T> T[] column(List<Written> receipts, IntFunction<T[]> array, Function<Written, T> value) {
        return receipts.stream().map(value).toArray(array);
    }

    private static String[] ids(Collection<Hash32> channels) {
        return channels.stream().map(UsageRows::digits).toArray(String[]::new);
    }

    private static String digits(Hash32 hash) {
        return hash.hex().substring(2);
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
