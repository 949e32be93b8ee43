package com.protocolbanks.billing.gateways;

import static com.protocolbanks.database.generated.Tables.EPOCH_REPORTS;
import static com.protocolbanks.database.generated.Tables.GATEWAYS;
import static com.protocolbanks.database.generated.Tables.GATEWAY_LEFTOVERS;
import static com.protocolbanks.database.generated.Tables.METERING_EPOCHS;
import static com.protocolbanks.database.generated.Tables.USAGE_CHANNELS;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.or;
import static org.jooq.impl.DSL.selectOne;

import com.protocolbanks.database.Database;
import com.protocolbanks.database.generated.tables.records.MeteringEpochsRecord;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;

/**
 * The lives of the metering store, one after the other.
 *
 * <p>Whoever sees that the store is not the one of the newest epoch fences: a new epoch begins, in which every registered
 * gateway replays its log. It opens when all have that are still needed.
 */
public final class Epochs {
    private static final String OPEN = "OPEN";

    private final Database database;
    private final Clock clock;

    Epochs(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** The newest; empty before the first. */
    public Optional<Epoch> current() {
        return database.acrossOrganizations(Epochs::newest);
    }

    /**
     * Begins the epoch after the expected one for the store of that run; when another has done so already, that one is the
     * answer, whatever its run.
     *
     * @param expectedEpoch the newest the caller knows; 0 for none
     */
    public Epoch fence(long expectedEpoch, String runId) {
        return database.acrossOrganizations(dsl -> {
            lock(dsl);
            Optional<Epoch> newest = newest(dsl);
            if (newest.isPresent() && newest.get().number() != expectedEpoch) {
                return newest.get();
            }
            dsl.insertInto(METERING_EPOCHS)
                    .set(METERING_EPOCHS.EPOCH, expectedEpoch + 1)
                    .set(METERING_EPOCHS.RUN_ID, runId)
                    .set(METERING_EPOCHS.FENCED_AT, now())
                    .execute();
            return newest(dsl).orElseThrow();
        });
    }

    /** Whether the gateway is registered and its log was not given up since. */
    public boolean isServing(String gatewayId) {
        return database.acrossOrganizations(
                dsl -> dsl.fetchExists(GATEWAYS, GATEWAYS.ID.eq(gatewayId), GATEWAYS.RETIRED_AT.isNull()));
    }

    /**
     * Says that the gateway has replayed its log into the epoch.
     *
     * @param entries how many the log had
     */
    public void report(String gatewayId, long epoch, long entries) {
        database.acrossOrganizations(dsl -> dsl.insertInto(EPOCH_REPORTS)
                .set(EPOCH_REPORTS.EPOCH, epoch)
                .set(EPOCH_REPORTS.GATEWAY_ID, gatewayId)
                .set(EPOCH_REPORTS.ENTRIES, entries)
                .set(EPOCH_REPORTS.REPORTED_AT, now())
                .onConflictDoNothing()
                .execute());
    }

    /**
     * Whether what a store of that mark holds may be written to Postgres: its epoch is the newest and open, and stays so
     * until the caller's transaction ends. A later rebuild therefore reads all of it, or it is refused here.
     *
     * @param mark as the store's shard bears it; empty only before the first epoch
     */
    public static boolean isOpen(DSLContext dsl, Optional<String> mark) {
        dsl.fetch("select pg_advisory_xact_lock_shared(hashtext('metering_epochs'))");
        Optional<Epoch> newest = newest(dsl);
        return newest.map(epoch -> epoch.open() && mark.equals(Optional.of(epoch.mark())))
                .orElseGet(mark::isEmpty);
    }

    /** Opens the epoch if every registered gateway has reported; answers how it stands now. */
    public Epoch open(long epoch) {
        return database.acrossOrganizations(dsl -> {
            lock(dsl);
            Epoch newest = newest(dsl).orElseThrow();
            if (newest.number() != epoch || newest.open() || !newest.missing().isEmpty()) {
                return newest;
            }
            dsl.update(METERING_EPOCHS)
                    .set(METERING_EPOCHS.STATE, OPEN)
                    .set(METERING_EPOCHS.OPENED_AT, now())
                    .where(METERING_EPOCHS.EPOCH.eq(epoch))
                    .execute();
            return newest(dsl).orElseThrow();
        });
    }

    /** Until the transaction ends no epoch begins or opens, and no gateway comes or goes. */
    static void lock(DSLContext dsl) {
        dsl.fetch("select pg_advisory_xact_lock(hashtext('metering_epochs'))");
    }

    static Optional<Epoch> newest(DSLContext dsl) {
        return dsl.selectFrom(METERING_EPOCHS)
                .orderBy(METERING_EPOCHS.EPOCH.desc())
                .limit(1)
                .fetchOptional(row -> epoch(dsl, row));
    }

    private static Epoch epoch(DSLContext dsl, MeteringEpochsRecord row) {
        List<String> missing = dsl.select(GATEWAYS.ID)
                .from(GATEWAYS)
                .where(
                        isWaitedFor(),
                        notExists(selectOne()
                                .from(EPOCH_REPORTS)
                                .where(
                                        EPOCH_REPORTS.GATEWAY_ID.eq(GATEWAYS.ID),
                                        EPOCH_REPORTS.EPOCH.eq(row.getEpoch()))))
                .orderBy(GATEWAYS.ID)
                .fetch(GATEWAYS.ID);
        return new Epoch(row.getEpoch(), row.getRunId(), row.getState().equals(OPEN), missing);
    }

    /**
     * Gateways whose log may hold what nobody else has: not those that were given up, nor those that have ended and whose
     * log Postgres has taken over.
     */
    static Condition isWaitedFor() {
        return GATEWAYS.RETIRED_AT
                .isNull()
                .and(GATEWAYS.ENDED_AT
                        .isNull()
                        .or(exists(selectOne()
                                .from(GATEWAY_LEFTOVERS)
                                .leftJoin(USAGE_CHANNELS)
                                .on(USAGE_CHANNELS.CHANNEL_ID.eq(GATEWAY_LEFTOVERS.CHANNEL_ID))
                                .where(
                                        GATEWAY_LEFTOVERS.GATEWAY_ID.eq(GATEWAYS.ID),
                                        or(
                                                USAGE_CHANNELS.SEQ.isNull(),
                                                USAGE_CHANNELS.SEQ.lt(GATEWAY_LEFTOVERS.SEQ),
                                                USAGE_CHANNELS.ACCEPTED.lt(GATEWAY_LEFTOVERS.ACCEPTED))))));
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
