package com.protocolbanks.payroll.documents;

import static com.protocolbanks.database.generated.Tables.PAYOUT_BATCHES;
import static com.protocolbanks.database.generated.Tables.PAYOUT_CHUNKS;
import static com.protocolbanks.database.generated.Tables.PAYOUT_ITEMS;
import static com.protocolbanks.database.generated.Tables.PAYOUT_LEGS;
import static com.protocolbanks.database.generated.Tables.TOKENS;

import com.protocolbanks.database.Database;
import com.protocolbanks.database.generated.tables.records.PayoutBatchesRecord;
import com.protocolbanks.database.generated.tables.records.PayoutChunksRecord;
import com.protocolbanks.database.generated.tables.records.PayoutItemsRecord;
import com.protocolbanks.database.generated.tables.records.PayoutLegsRecord;
import com.protocolbanks.evm.Address;
import com.protocolbanks.identity.Organization;
import com.protocolbanks.money.Amount;
import com.protocolbanks.money.Asset;
import com.protocolbanks.payroll.documents.content.BatchDocument;
import com.protocolbanks.payroll.documents.content.BatchDocument.Item;
import com.protocolbanks.payroll.documents.content.BatchDocument.Leg;
import com.protocolbanks.payroll.documents.content.BatchDocument.Status;
import com.protocolbanks.payroll.documents.content.BatchDocument.Transaction;
import com.protocolbanks.payroll.documents.content.BatchHead;
import com.protocolbanks.payroll.documents.content.PayslipDocument;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jooq.DSLContext;

/** Reads what documents are made from. */
final class BatchRows {
    private final Database database;

    BatchRows(Database database) {
        this.database = database;
    }

    Optional<BatchDocument> batch(Organization organization, UUID batchId) {
        return database.inOrganization(
                organization.id(),
                dsl -> head(dsl, organization, batchId).map(head -> {
                    var units = units(dsl);
                    Map<UUID, List<Leg>> legs = dsl.selectFrom(PAYOUT_LEGS)
                            .where(PAYOUT_LEGS.BATCH_ID.eq(batchId))
                            .orderBy(PAYOUT_LEGS.ROW_NUMBER, PAYOUT_LEGS.RAIL, PAYOUT_LEGS.ASSET)
                            .fetchGroups(PAYOUT_LEGS.ITEM_ID, row -> leg(row, units));
                    List<Item> items = dsl.selectFrom(PAYOUT_ITEMS)
                            .where(PAYOUT_ITEMS.BATCH_ID.eq(batchId))
                            .orderBy(PAYOUT_ITEMS.ROW_NUMBER)
                            .fetch(row -> item(row, legs.getOrDefault(row.getId(), List.of())));
                    return new BatchDocument(head, items, transactions(dsl, batchId, units));
                }));
    }

    Optional<PayslipDocument> payslip(Organization organization, UUID batchId, UUID itemId) {
        return database.inOrganization(
                organization.id(),
                dsl -> head(dsl, organization, batchId).flatMap(head -> {
                    var units = units(dsl);
                    return dsl.selectFrom(PAYOUT_ITEMS)
                            .where(PAYOUT_ITEMS.BATCH_ID.eq(batchId), PAYOUT_ITEMS.ID.eq(itemId))
                            .fetchOptional()
                            .map(row -> new PayslipDocument(
                                    head,
                                    item(
                                            row,
                                            dsl.selectFrom(PAYOUT_LEGS)
                                                    .where(PAYOUT_LEGS.ITEM_ID.eq(itemId))
                                                    .orderBy(PAYOUT_LEGS.RAIL, PAYOUT_LEGS.ASSET)
                                                    .fetch(leg -> leg(leg, units)))));
                }));
    }

    private static Optional<BatchHead> head(DSLContext dsl, Organization organization, UUID batchId) {
        return dsl.selectFrom(PAYOUT_BATCHES)
                .where(PAYOUT_BATCHES.ORG_ID.eq(organization.id()), PAYOUT_BATCHES.ID.eq(batchId))
                .fetchOptional()
                .map(row -> head(row, organization));
    }

    private static BatchHead head(PayoutBatchesRecord row, Organization organization) {
        return new BatchHead(
                organization.name(),
                organization.walletAddress().toString(),
                organization.chainId().value(),
                row.getId(),
                row.getTokenSymbol(),
                row.getTotalAmount(),
                row.getItemCount(),
                row.getStatus(),
                Optional.ofNullable(row.getPayPeriod()),
                Optional.ofNullable(row.getFileName()),
                Optional.ofNullable(row.getFileSha256()).map(HexFormat.of()::formatHex),
                row.getCreatedAt().toInstant(),
                Optional.ofNullable(row.getCompletedAt()).map(OffsetDateTime::toInstant));
    }

    private static Map<String, String> units(DSLContext dsl) {
        return dsl.select(TOKENS.SYMBOL, TOKENS.UNIT).from(TOKENS).fetchMap(TOKENS.SYMBOL, TOKENS.UNIT);
    }

    private static Item item(PayoutItemsRecord row, List<Leg> legs) {
        return new Item(
                row.getId(),
                row.getRowNumber(),
                row.getName(),
                Optional.ofNullable(row.getEmployeeNumber()),
                Address.of(row.getWalletAddress()).toString(),
                row.getAmount(),
                row.getPaidAmount(),
                Status.valueOf(row.getStatus()),
                Optional.ofNullable(row.getReason()),
                Optional.ofNullable(row.getNote()),
                legs);
    }

    private static Leg leg(PayoutLegsRecord row, Map<String, String> units) {
        var status = Status.valueOf(row.getStatus());
        var reason = Optional.ofNullable(row.getReason());
        var settledAt = Optional.ofNullable(row.getSettledAt()).map(OffsetDateTime::toInstant);
        if (row.getRail().equals("FIAT")) {
            var currency = new Asset(row.getAsset(), row.getDecimals(), row.getAsset());
            return new Leg.Bank(
                    new Amount(currency, row.getUnits()),
                    row.getPayeeName(),
                    status,
                    reason,
                    Optional.ofNullable(row.getBankReference()),
                    settledAt);
        }
        return new Leg.OnChain(
                new Amount(token(row.getAsset(), row.getDecimals(), units), row.getUnits()),
                Address.of(Objects.requireNonNull(row.getToAddress())).toString(),
                status,
                reason,
                Optional.ofNullable(row.getTxHash()),
                settledAt);
    }

    private static List<Transaction> transactions(DSLContext dsl, UUID batchId, Map<String, String> units) {
        Map<String, Integer> decimals = dsl.selectDistinct(PAYOUT_LEGS.ASSET, PAYOUT_LEGS.DECIMALS)
                .from(PAYOUT_LEGS)
                .where(PAYOUT_LEGS.BATCH_ID.eq(batchId), PAYOUT_LEGS.RAIL.eq("CHAIN"))
                .fetchMap(PAYOUT_LEGS.ASSET, PAYOUT_LEGS.DECIMALS);
        return dsl.selectFrom(PAYOUT_CHUNKS)
                .where(PAYOUT_CHUNKS.BATCH_ID.eq(batchId))
                .orderBy(PAYOUT_CHUNKS.ASSET, PAYOUT_CHUNKS.RUN, PAYOUT_CHUNKS.CHUNK_INDEX)
                .fetch(row -> transaction(row, token(row.getAsset(), decimals.getOrDefault(row.getAsset(), 0), units)));
    }

    private static Transaction transaction(PayoutChunksRecord row, Asset asset) {
        Long block = row.getBlockNumber();
        return new Transaction(
                new Amount(asset, row.getUnits()),
                row.getRun(),
                row.getChunkIndex(),
                row.getItemCount(),
                row.getStatus(),
                Optional.ofNullable(row.getTxHash()),
                block == null ? OptionalLong.empty() : OptionalLong.of(block),
                row.getFeeWei());
    }

    private static Asset token(String symbol, int decimals, Map<String, String> units) {
        return new Asset(symbol, decimals, units.getOrDefault(symbol, symbol));
    }
}
