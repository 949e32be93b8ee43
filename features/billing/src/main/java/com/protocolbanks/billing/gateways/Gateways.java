package com.protocolbanks.billing.gateways;

import static com.protocolbanks.database.generated.Tables.ACCEPTED_LOSSES;
import static com.protocolbanks.database.generated.Tables.GATEWAYS;
import static com.protocolbanks.database.generated.Tables.GATEWAY_LEFTOVERS;
import static com.protocolbanks.database.generated.Tables.RECEIPT_SIGNERS;

import com.protocolbanks.database.Database;
import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;

/** The gateways and the keys they sign receipts with. A gateway is its log, which outlives its process. */
public final class Gateways {
    private final Database database;
    private final Clock clock;
    private final Epochs epochs;

    /** @param database opened with the gateway's role */
    public Gateways(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
        this.epochs = new Epochs(database, clock);
    }

    /**
     * A key that signs heads, and the time it does so.
     *
     * @param validUntil the moment from which it signs no more; empty while it does
     */
    public record Signer(Address address, String gatewayId, Instant validFrom, Optional<Instant> validUntil) {}

    /** The lives of the metering store. */
    public Epochs epochs() {
        return epochs;
    }

    /** What came of registering. */
    public sealed interface Registration {
        record Registered() implements Registration {}

        /** It is known by another log, which may hold what nobody else has. */
        record OtherLog() implements Registration {}

        /** Its log was given up: what was charged since may contradict it. */
        record GivenUp(String by, Instant at) implements Registration {}
    }

    /**
     * Writes down that the gateway runs, under which name its log is kept, and with which key it signs; the key it signed
     * with before ends now.
     *
     * @throws org.jooq.exception.DataAccessException when another gateway has that log
     */
    public Registration register(String gatewayId, String logName, Address receiptSigner) {
        return database.acrossOrganizations(dsl -> {
            Epochs.lock(dsl);
            var givenUp = dsl.fetchOptional(ACCEPTED_LOSSES, ACCEPTED_LOSSES.LOG_NAME.eq(logName));
            if (givenUp.isPresent()) {
                return new Registration.GivenUp(
                        givenUp.get().getAcceptedBy(),
                        givenUp.get().getAcceptedAt().toInstant());
            }
            if (dsl.fetchExists(
                    GATEWAYS, GATEWAYS.ID.eq(gatewayId), GATEWAYS.LOG_NAME.ne(logName), Epochs.isWaitedFor())) {
                return new Registration.OtherLog();
            }
            registered(dsl, gatewayId, logName);
            sign(dsl, gatewayId, receiptSigner, now());
            return new Registration.Registered();
        });
    }

    private void registered(DSLContext dsl, String gatewayId, String logName) {
        OffsetDateTime now = now();
        dsl.deleteFrom(GATEWAY_LEFTOVERS)
                .where(GATEWAY_LEFTOVERS.GATEWAY_ID.eq(gatewayId))
                .execute();
        dsl.insertInto(GATEWAYS)
                .set(GATEWAYS.ID, gatewayId)
                .set(GATEWAYS.LOG_NAME, logName)
                .set(GATEWAYS.REGISTERED_AT, now)
                .set(GATEWAYS.HEARTBEAT_AT, now)
                .onConflict(GATEWAYS.ID)
                .doUpdate()
                .set(GATEWAYS.LOG_NAME, logName)
                .set(GATEWAYS.HEARTBEAT_AT, now)
                .setNull(GATEWAYS.ENDED_AT)
                .setNull(GATEWAYS.RETIRED_AT)
                .execute();
    }

    private static void sign(DSLContext dsl, String gatewayId, Address signer, OffsetDateTime now) {
        dsl.update(RECEIPT_SIGNERS)
                .set(RECEIPT_SIGNERS.VALID_UNTIL, now)
                .where(
                        RECEIPT_SIGNERS.GATEWAY_ID.eq(gatewayId),
                        RECEIPT_SIGNERS.SIGNER.ne(signer.lower()),
                        RECEIPT_SIGNERS.VALID_UNTIL.isNull())
                .execute();
        dsl.insertInto(RECEIPT_SIGNERS)
                .set(RECEIPT_SIGNERS.SIGNER, signer.lower())
                .set(RECEIPT_SIGNERS.GATEWAY_ID, gatewayId)
                .set(RECEIPT_SIGNERS.VALID_FROM, now)
                .onConflict(RECEIPT_SIGNERS.SIGNER, RECEIPT_SIGNERS.GATEWAY_ID)
                .doUpdate()
                .setNull(RECEIPT_SIGNERS.VALID_UNTIL)
                .execute();
    }

    /** Says that the gateway is alive. */
    public void heartbeat(String gatewayId) {
        database.acrossOrganizations(dsl -> dsl.update(GATEWAYS)
                .set(GATEWAYS.HEARTBEAT_AT, now())
                .where(GATEWAYS.ID.eq(gatewayId))
                .execute());
    }

    /**
     * What a gateway's log holds of a channel.
     *
     * @param seq of its last receipt; 0 for none
     * @param accepted its highest voucher; 0 for none
     */
    public record Leftover(Hash32 channelId, long seq, BigInteger accepted) {}

    /**
     * Says that the gateway has ended in order. As soon as Postgres has what is left, no later epoch waits for its log,
     * until it registers again.
     *
     * @param left what its log holds and Postgres has not
     */
    public void ended(String gatewayId, List<Leftover> left) {
        database.acrossOrganizations(dsl -> {
            Epochs.lock(dsl);
            dsl.deleteFrom(GATEWAY_LEFTOVERS)
                    .where(GATEWAY_LEFTOVERS.GATEWAY_ID.eq(gatewayId))
                    .execute();
            dsl.execute(
                    """
                    insert into gateway_leftovers (gateway_id, channel_id, seq, accepted)
                    select ?, decode(channel, 'hex'), seq, accepted
                    from unnest(?::text[], ?::bigint[], ?::numeric[]) as leftover (channel, seq, accepted)""",
                    gatewayId,
                    left.stream().map(one -> one.channelId().hex().substring(2)).toArray(String[]::new),
                    left.stream().map(Leftover::seq).toArray(Long[]::new),
                    left.stream().map(one -> new BigDecimal(one.accepted())).toArray(BigDecimal[]::new));
            return dsl.update(GATEWAYS)
                    .set(GATEWAYS.ENDED_AT, now())
                    .where(GATEWAYS.ID.eq(gatewayId))
                    .execute();
        });
    }

    /** Every key that ever signed heads, for verifiers. */
    public List<Signer> signers(UUID orgId) {
        return database.inOrganization(
                orgId,
                dsl -> dsl.selectFrom(RECEIPT_SIGNERS)
                        .orderBy(RECEIPT_SIGNERS.VALID_FROM, RECEIPT_SIGNERS.SIGNER)
                        .fetch(row -> new Signer(
                                Address.of(row.getSigner()),
                                row.getGatewayId(),
                                row.getValidFrom().toInstant(),
                                Optional.ofNullable(row.getValidUntil()).map(OffsetDateTime::toInstant))));
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
