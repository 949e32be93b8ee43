package com.protocolbanks.billing.settlement;

import static com.protocolbanks.database.generated.Tables.CHANNEL_DEPOSITS;

import com.protocolbanks.billing.keys.SessionKey;
import com.protocolbanks.database.generated.tables.records.ChannelDepositsRecord;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.sending.Subject;
import com.protocolbanks.x402.wire.Payment;
import com.protocolbanks.x402.wire.PaymentJson;
import java.math.BigInteger;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Deposits as rows, inside one transaction of the worker. */
record DepositRows(DSLContext dsl, Instant now) {
    /** What was asked for and is not known to have come to its end. */
    record Open(UUID id, String requestId, UUID orgId, Payment.Deposit deposit) {
        Subject subject() {
            return new Subject(orgId, Deposits.SUBJECT_KIND, id, "");
        }
    }

    /**
     * How a deposit ended.
     *
     * @param transaction of it, where it is known
     * @param balance of the channel afterwards
     * @param failure empty when the money is there
     */
    record End(Optional<Hash32> transaction, @Nullable BigInteger balance, Optional<String> failure) {
        static End failed(String why) {
            return new End(Optional.empty(), null, Optional.of(why));
        }

        boolean isFinal() {
            return failure.isEmpty();
        }
    }

    /** Does nothing when the request is known. */
    void insert(UUID id, String requestId, SessionKey key, Payment.Deposit deposit) {
        dsl.insertInto(CHANNEL_DEPOSITS)
                .set(CHANNEL_DEPOSITS.ID, id)
                .set(CHANNEL_DEPOSITS.REQUEST_ID, requestId)
                .set(CHANNEL_DEPOSITS.ORG_ID, key.orgId())
                .set(CHANNEL_DEPOSITS.KEY_ID, key.id())
                .set(CHANNEL_DEPOSITS.CHANNEL_ID, deposit.voucher().channelId().bytes())
                .set(CHANNEL_DEPOSITS.AMOUNT, deposit.amount())
                .set(
                        CHANNEL_DEPOSITS.CONFIG,
                        JSONB.valueOf(PaymentJson.config(deposit.config()).toString()))
                .set(
                        CHANNEL_DEPOSITS.PAYLOAD,
                        JSONB.valueOf(PaymentJson.write(deposit).toString()))
                .set(CHANNEL_DEPOSITS.CREATED_AT, at())
                .onConflictDoNothing()
                .execute();
    }

    /** Whether the request is known and has not ended. */
    boolean isOpen(String requestId) {
        return dsl.fetchExists(
                CHANNEL_DEPOSITS, CHANNEL_DEPOSITS.REQUEST_ID.eq(requestId).and(CHANNEL_DEPOSITS.STATE.eq("OPEN")));
    }

    List<Open> open() {
        return dsl.selectFrom(CHANNEL_DEPOSITS)
                .where(CHANNEL_DEPOSITS.STATE.eq("OPEN"))
                .orderBy(CHANNEL_DEPOSITS.CREATED_AT, CHANNEL_DEPOSITS.ID)
                .fetch(row -> new Open(row.getId(), row.getRequestId(), row.getOrgId(), deposit(row)));
    }

    private static Payment.Deposit deposit(ChannelDepositsRecord row) {
        var payload = JsonMapper.shared().readTree(row.getPayload().data());
        return (Payment.Deposit) PaymentJson.read(payload);
    }

    /** How the request ended; empty when it has not, or is not known. */
    Optional<End> end(String requestId) {
        return dsl.selectFrom(CHANNEL_DEPOSITS)
                .where(CHANNEL_DEPOSITS.REQUEST_ID.eq(requestId), CHANNEL_DEPOSITS.STATE.ne("OPEN"))
                .fetchOptional(row -> new End(
                        Optional.ofNullable(row.getTxHash()).map(Hash32::of),
                        row.getBalance(),
                        Optional.ofNullable(row.getFailure())));
    }

    void close(UUID id, End end) {
        dsl.update(CHANNEL_DEPOSITS)
                .set(CHANNEL_DEPOSITS.STATE, end.isFinal() ? "FINAL" : "FAILED")
                .set(CHANNEL_DEPOSITS.FAILURE, end.failure().orElse(null))
                .set(
                        CHANNEL_DEPOSITS.TX_HASH,
                        end.transaction().map(Hash32::hex).orElse(null))
                .set(CHANNEL_DEPOSITS.BALANCE, end.balance())
                .set(CHANNEL_DEPOSITS.FINISHED_AT, at())
                .where(CHANNEL_DEPOSITS.ID.eq(id))
                .execute();
    }

    private OffsetDateTime at() {
        return now.atOffset(ZoneOffset.UTC);
    }
}
