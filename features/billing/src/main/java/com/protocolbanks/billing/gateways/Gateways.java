package com.protocolbanks.billing.gateways;

import static com.protocolbanks.database.generated.Tables.GATEWAYS;
import static com.protocolbanks.database.generated.Tables.RECEIPT_SIGNERS;

import com.protocolbanks.database.Database;
import com.protocolbanks.evm.Address;
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

    /**
     * Writes down that the gateway runs, under which name its log is kept, and with which key it signs; the key it signed
     * with before ends now.
     *
     * @throws org.jooq.exception.DataAccessException when another gateway has that log
     */
    public void register(String gatewayId, String logName, Address receiptSigner) {
        database.acrossOrganizations(dsl -> {
            OffsetDateTime now = now();
            dsl.insertInto(GATEWAYS)
                    .set(GATEWAYS.ID, gatewayId)
                    .set(GATEWAYS.LOG_NAME, logName)
                    .set(GATEWAYS.REGISTERED_AT, now)
                    .set(GATEWAYS.HEARTBEAT_AT, now)
                    .onConflict(GATEWAYS.ID)
                    .doUpdate()
                    .set(GATEWAYS.LOG_NAME, logName)
                    .set(GATEWAYS.HEARTBEAT_AT, now)
                    .setNull(GATEWAYS.RETIRED_AT)
                    .execute();
            sign(dsl, gatewayId, receiptSigner, now);
            return gatewayId;
        });
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

    /** Takes a gateway out of service whose log is empty or replayed: no later epoch waits for it. */
    public void retire(String gatewayId) {
        database.acrossOrganizations(dsl -> dsl.update(GATEWAYS)
                .set(GATEWAYS.RETIRED_AT, now())
                .where(GATEWAYS.ID.eq(gatewayId))
                .execute());
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
