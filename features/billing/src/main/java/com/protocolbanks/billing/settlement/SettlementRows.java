package com.protocolbanks.billing.settlement;

import static com.protocolbanks.database.generated.Tables.SESSION_KEYS;
import static com.protocolbanks.database.generated.Tables.SESSION_KEY_EVENTS;
import static com.protocolbanks.database.generated.Tables.SETTLEMENTS;
import static com.protocolbanks.database.generated.Tables.SETTLEMENT_CLAIMS;
import static com.protocolbanks.database.generated.Tables.USAGE_CHANNELS;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.selectOne;

import com.protocolbanks.billing.channels.Channels;
import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.sending.MinedAttempt;
import java.math.BigInteger;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Settlements as rows, inside one transaction of the worker. */
record SettlementRows(DSLContext dsl, Instant now) {
    private static final String OPEN = "OPEN";
    private static final String FINAL = "FINAL";
    private static final String FAILED = "FAILED";

    /** @throws org.jooq.exception.IntegrityConstraintViolationException when one of the channels is being claimed already */
    void insertClaim(UUID id, List<DueChannel> due) {
        dsl.insertInto(SETTLEMENTS)
                .set(SETTLEMENTS.ID, id)
                .set(SETTLEMENTS.KIND, "CLAIM")
                .set(SETTLEMENTS.CREATED_AT, at())
                .execute();
        for (DueChannel one : due) {
            dsl.insertInto(SETTLEMENT_CLAIMS)
                    .set(SETTLEMENT_CLAIMS.SETTLEMENT_ID, id)
                    .set(SETTLEMENT_CLAIMS.CHANNEL_ID, one.channel().channelId().bytes())
                    .set(SETTLEMENT_CLAIMS.ORG_ID, one.channel().orgId())
                    .set(SETTLEMENT_CLAIMS.KEY_ID, one.channel().keyId())
                    .set(SETTLEMENT_CLAIMS.MAX_CLAIMABLE, one.channel().accepted())
                    .set(SETTLEMENT_CLAIMS.TOTAL_CLAIMED, one.total())
                    .set(SETTLEMENT_CLAIMS.CLAIMED_BEFORE, one.claimed())
                    .set(SETTLEMENT_CLAIMS.SIGNATURE, one.channel().signature())
                    .set(SETTLEMENT_CLAIMS.REASON, one.reason().name())
                    .set(SETTLEMENT_CLAIMS.CREATED_AT, at())
                    .execute();
        }
    }

    /** @throws org.jooq.exception.IntegrityConstraintViolationException when the receiver is being paid already */
    void insertPayOut(UUID id, Address receiver, Address token) {
        dsl.insertInto(SETTLEMENTS)
                .set(SETTLEMENTS.ID, id)
                .set(SETTLEMENTS.KIND, "SETTLE")
                .set(SETTLEMENTS.RECEIVER, receiver.lower())
                .set(SETTLEMENTS.TOKEN, token.lower())
                .set(SETTLEMENTS.CREATED_AT, at())
                .execute();
    }

    /** The oldest first. */
    List<OpenSettlement> open() {
        return dsl.selectFrom(SETTLEMENTS)
                .where(SETTLEMENTS.STATE.eq(OPEN))
                .orderBy(SETTLEMENTS.CREATED_AT, SETTLEMENTS.ID)
                .fetch(row -> row.getKind().equals("CLAIM")
                        ? new OpenSettlement.Claim(row.getId(), rows(row.getId()))
                        : new OpenSettlement.PayOut(
                                row.getId(),
                                Address.of(Objects.requireNonNull(row.getReceiver())),
                                Address.of(Objects.requireNonNull(row.getToken()))));
    }

    private List<OpenSettlement.Row> rows(UUID id) {
        return dsl.select(USAGE_CHANNELS.fields())
                .select(SETTLEMENT_CLAIMS.MAX_CLAIMABLE, SETTLEMENT_CLAIMS.TOTAL_CLAIMED, SETTLEMENT_CLAIMS.SIGNATURE)
                .from(SETTLEMENT_CLAIMS)
                .join(USAGE_CHANNELS)
                .on(USAGE_CHANNELS.CHANNEL_ID.eq(SETTLEMENT_CLAIMS.CHANNEL_ID))
                .where(SETTLEMENT_CLAIMS.SETTLEMENT_ID.eq(id))
                .orderBy(SETTLEMENT_CLAIMS.CHANNEL_ID)
                .fetch(row -> new OpenSettlement.Row(
                        Channels.known(row.into(USAGE_CHANNELS)),
                        row.get(SETTLEMENT_CLAIMS.MAX_CLAIMABLE),
                        row.get(SETTLEMENT_CLAIMS.TOTAL_CLAIMED),
                        row.get(SETTLEMENT_CLAIMS.SIGNATURE)));
    }

    /**
     * Ends a claim: these channels have been claimed as far as was asked, the others have not.
     *
     * @param attempt the transaction, where it is known
     */
    void endClaim(OpenSettlement.Claim claim, Set<Hash32> claimed, @Nullable MinedAttempt attempt) {
        String hash = attempt == null ? null : attempt.hash().hex();
        for (OpenSettlement.Row row : claim.rows()) {
            boolean done = claimed.contains(row.channel().channelId());
            dsl.update(SETTLEMENT_CLAIMS)
                    .set(SETTLEMENT_CLAIMS.STATE, done ? FINAL : FAILED)
                    .set(SETTLEMENT_CLAIMS.TX_HASH, hash)
                    .set(SETTLEMENT_CLAIMS.FINISHED_AT, at())
                    .where(
                            SETTLEMENT_CLAIMS.SETTLEMENT_ID.eq(claim.id()),
                            SETTLEMENT_CLAIMS.CHANNEL_ID.eq(
                                    row.channel().channelId().bytes()))
                    .execute();
            if (done) {
                event(row, hash);
            }
        }
        end(claim.id(), !claimed.isEmpty(), attempt, "");
    }

    private void event(OpenSettlement.Row row, @Nullable String hash) {
        var detail = JsonMapper.shared()
                .createObjectNode()
                .put("channelId", row.channel().channelId().hex())
                .put("totalClaimed", row.totalClaimed().toString());
        if (hash != null) {
            detail.put("transaction", hash);
        }
        dsl.insertInto(SESSION_KEY_EVENTS)
                .set(SESSION_KEY_EVENTS.ORG_ID, row.channel().orgId())
                .set(SESSION_KEY_EVENTS.KEY_ID, row.channel().keyId())
                .set(SESSION_KEY_EVENTS.AT, at())
                .set(SESSION_KEY_EVENTS.TYPE, "CLAIMED")
                .set(SESSION_KEY_EVENTS.ACTOR, "worker")
                .set(SESSION_KEY_EVENTS.DETAIL, JSONB.valueOf(detail.toString()))
                .execute();
    }

    /** @param failure in one line, when it failed */
    void end(UUID id, boolean done, @Nullable MinedAttempt attempt, String failure) {
        dsl.update(SETTLEMENTS)
                .set(SETTLEMENTS.STATE, done ? FINAL : FAILED)
                .set(SETTLEMENTS.FAILURE, done ? null : failure)
                .set(
                        SETTLEMENTS.TX_HASH,
                        attempt == null ? null : attempt.hash().hex())
                .set(SETTLEMENTS.BLOCK_NUMBER, attempt == null ? null : Long.valueOf(attempt.block()))
                .set(SETTLEMENTS.FEE_WEI, attempt == null ? BigInteger.ZERO : attempt.fee())
                .set(SETTLEMENTS.FINISHED_AT, at())
                .where(SETTLEMENTS.ID.eq(id))
                .execute();
    }

    /** What members asked for is under way, or there is nothing to do. */
    void forgetWhatIsDone() {
        dsl.update(SESSION_KEYS)
                .setNull(SESSION_KEYS.SETTLE_ASKED_AT)
                .where(
                        SESSION_KEYS.SETTLE_ASKED_AT.isNotNull(),
                        notExists(selectOne()
                                .from(USAGE_CHANNELS)
                                .where(
                                        USAGE_CHANNELS.KEY_ID.eq(SESSION_KEYS.ID),
                                        DSL.least(USAGE_CHANNELS.SPENT, USAGE_CHANNELS.ACCEPTED)
                                                .gt(USAGE_CHANNELS.CLAIMED))))
                .execute();
    }

    /** Every receiver and token channels have. */
    List<OpenSettlement.PayOut> receivers(Address authorizer) {
        return dsl.selectDistinct(USAGE_CHANNELS.RECEIVER, USAGE_CHANNELS.TOKEN)
                .from(USAGE_CHANNELS)
                .where(USAGE_CHANNELS.RECEIVER_AUTHORIZER.eq(authorizer.lower()))
                .fetch(row -> new OpenSettlement.PayOut(
                        OpenSettlement.NOBODY, Address.of(row.value1()), Address.of(row.value2())));
    }

    private OffsetDateTime at() {
        return now.atOffset(ZoneOffset.UTC);
    }
}
