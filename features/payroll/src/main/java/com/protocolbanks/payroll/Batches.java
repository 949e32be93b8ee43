package com.protocolbanks.payroll;

import static com.protocolbanks.database.generated.Tables.BATCH_EDITS;
import static com.protocolbanks.database.generated.Tables.PAYOUT_BATCHES;
import static com.protocolbanks.database.generated.Tables.PAYOUT_ITEMS;
import static com.protocolbanks.database.generated.Tables.PAYOUT_LEGS;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.sum;

import com.protocolbanks.database.Database;
import com.protocolbanks.database.generated.tables.records.PayoutBatchesRecord;
import com.protocolbanks.database.generated.tables.records.PayoutItemsRecord;
import com.protocolbanks.database.generated.tables.records.PayoutLegsRecord;
import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.payroll.splits.Rail;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** Reads batches, their items and legs; rows of other organizations do not exist for it. */
public final class Batches {
    private static final Batch.Counts NONE = new Batch.Counts(0, 0, 0, BigDecimal.ZERO);

    private final Database database;

    public Batches(Database database) {
        this.database = database;
    }

    public Optional<Batch> find(UUID orgId, UUID batchId) {
        return database.inOrganization(orgId, dsl -> find(dsl, orgId, batchId));
    }

    /** {@link #find(UUID, UUID)} within the caller's transaction. */
    public Optional<Batch> find(DSLContext dsl, UUID orgId, UUID batchId) {
        return dsl.selectFrom(PAYOUT_BATCHES)
                .where(PAYOUT_BATCHES.ORG_ID.eq(orgId), PAYOUT_BATCHES.ID.eq(batchId))
                .fetchOptional()
                .map(found -> batch(found, counts(dsl, List.of(batchId)).getOrDefault(batchId, NONE)));
    }

    /** Whether that member submitted the batch or has changed it since; such a member does not approve it. */
    public boolean madeBy(Batch batch, UUID memberId) {
        return database.inOrganization(batch.orgId(), dsl -> madeBy(dsl, batch, memberId));
    }

    /** {@link #madeBy(Batch, UUID)} within the caller's transaction. */
    public static boolean madeBy(DSLContext dsl, Batch batch, UUID memberId) {
        return batch.createdBy().equals(memberId)
                || dsl.fetchExists(
                        BATCH_EDITS, BATCH_EDITS.BATCH_ID.eq(batch.id()), BATCH_EDITS.MEMBER_ID.eq(memberId));
    }

    /** Newest first, at most {@code limit}, from behind the given batch on. */
    public List<Batch> list(UUID orgId, Optional<UUID> after, int limit) {
        return database.inOrganization(orgId, dsl -> {
            var key = row(PAYOUT_BATCHES.CREATED_AT, PAYOUT_BATCHES.ID);
            var cursor = PAYOUT_BATCHES.as("cursor");
            Condition behind = after.map(id -> key.lt(select(cursor.CREATED_AT, cursor.ID)
                            .from(cursor)
                            .where(cursor.ORG_ID.eq(orgId), cursor.ID.eq(id))))
                    .orElseGet(DSL::noCondition);
            var rows = dsl.selectFrom(PAYOUT_BATCHES)
                    .where(PAYOUT_BATCHES.ORG_ID.eq(orgId), behind)
                    .orderBy(PAYOUT_BATCHES.CREATED_AT.desc(), PAYOUT_BATCHES.ID.desc())
                    .limit(limit)
                    .fetch();
            var counts = counts(dsl, rows.getValues(PAYOUT_BATCHES.ID));
            return rows.map(found -> batch(found, counts.getOrDefault(found.getId(), NONE)));
        });
    }

    /** Items in the order of their rows, behind the given row (0 for all), at most {@code limit}. */
    public List<Item> items(UUID orgId, UUID batchId, int afterRow, Optional<PaymentStatus> status, int limit) {
        return database.inOrganization(orgId, dsl -> {
            Condition wanted =
                    status.map(one -> PAYOUT_ITEMS.STATUS.eq(one.name())).orElseGet(DSL::noCondition);
            var items = dsl.selectFrom(PAYOUT_ITEMS)
                    .where(PAYOUT_ITEMS.BATCH_ID.eq(batchId), PAYOUT_ITEMS.ROW_NUMBER.gt(afterRow), wanted)
                    .orderBy(PAYOUT_ITEMS.ROW_NUMBER)
                    .limit(limit)
                    .fetch();
            return withLegs(dsl, items);
        });
    }

    /** One item of a batch. */
    public Optional<Item> item(UUID orgId, UUID batchId, UUID itemId) {
        return database.inOrganization(
                orgId,
                dsl -> withLegs(
                                dsl,
                                dsl.selectFrom(PAYOUT_ITEMS)
                                        .where(PAYOUT_ITEMS.BATCH_ID.eq(batchId), PAYOUT_ITEMS.ID.eq(itemId))
                                        .fetch())
                        .stream()
                        .findFirst());
    }

    private static List<Item> withLegs(DSLContext dsl, List<PayoutItemsRecord> items) {
        var ids = items.stream().map(PayoutItemsRecord::getId).toArray(UUID[]::new);
        Map<UUID, List<Item.Leg>> legs = dsl.selectFrom(PAYOUT_LEGS)
                .where(PAYOUT_LEGS.ITEM_ID.eq(DSL.any(ids)))
                .orderBy(PAYOUT_LEGS.RAIL, PAYOUT_LEGS.ASSET)
                .fetchGroups(PAYOUT_LEGS.ITEM_ID, Batches::leg);
        return items.stream()
                .map(item -> item(item, legs.getOrDefault(item.getId(), List.of())))
                .toList();
    }

    private static Map<UUID, Batch.Counts> counts(DSLContext dsl, Collection<UUID> batches) {
        Map<UUID, Batch.Counts> counts = new HashMap<>();
        dsl.select(
                        PAYOUT_ITEMS.BATCH_ID,
                        counted(PaymentStatus.PENDING),
                        counted(PaymentStatus.SUCCESS),
                        counted(PaymentStatus.FAILED),
                        sum(PAYOUT_ITEMS.PAID_AMOUNT))
                .from(PAYOUT_ITEMS)
                .where(PAYOUT_ITEMS.BATCH_ID.eq(DSL.any(batches.toArray(UUID[]::new))))
                .groupBy(PAYOUT_ITEMS.BATCH_ID)
                .forEach(row -> counts.put(
                        row.value1(), new Batch.Counts(row.value2(), row.value3(), row.value4(), row.value5())));
        return counts;
    }

    private static org.jooq.Field<Integer> counted(PaymentStatus status) {
        return count().filterWhere(PAYOUT_ITEMS.STATUS.eq(status.name()));
    }

    private static Batch batch(PayoutBatchesRecord row, Batch.Counts counts) {
        var stall = Optional.ofNullable(row.getStalledSince())
                .map(since -> new Batch.Stall(String.valueOf(row.getStallReason()), since.toInstant()));
        return new Batch(
                row.getId(),
                row.getOrgId(),
                row.getTokenSymbol(),
                row.getTotalAmount(),
                row.getItemCount(),
                Stage.valueOf(row.getStage()),
                Optional.ofNullable(row.getPayPeriod()),
                Optional.ofNullable(row.getFileName()),
                row.getRun(),
                row.getCreatedBy(),
                row.getCreatedAt().toInstant(),
                Optional.ofNullable(row.getTxHash()),
                stall,
                row.getCancelRequestedAt() != null,
                Optional.ofNullable(row.getCompletedAt()).map(java.time.OffsetDateTime::toInstant),
                counts);
    }

    private static Item item(PayoutItemsRecord row, List<Item.Leg> legs) {
        return new Item(
                row.getId(),
                row.getRowNumber(),
                row.getEmployeeId(),
                row.getName(),
                Address.of(row.getWalletAddress()),
                row.getAmount(),
                row.getPaidAmount(),
                PaymentStatus.valueOf(row.getStatus()),
                Optional.ofNullable(row.getReason()),
                legs);
    }

    private static Item.Leg leg(PayoutLegsRecord row) {
        Optional<Item.Place> place = row.getChunkIndex() == null
                ? Optional.empty()
                : Optional.of(new Item.Place(row.getRun(), row.getChunkIndex(), row.getItemIndex()));
        return new Item.Leg(
                row.getId(),
                Rail.valueOf(row.getRail()),
                row.getAsset(),
                row.getDecimals(),
                row.getUnits(),
                Optional.ofNullable(row.getToAddress()).map(Address::of),
                Optional.ofNullable(row.getBankHash()).map(Hash32::new),
                PaymentStatus.valueOf(row.getStatus()),
                Optional.ofNullable(row.getReason()),
                Optional.ofNullable(row.getTxHash()),
                Optional.ofNullable(row.getBankReference()),
                place);
    }
}
