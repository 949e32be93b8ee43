package com.protocolbanks.payroll.settlement;

import static com.protocolbanks.database.generated.Tables.APPROVAL_REQUESTS;
import static com.protocolbanks.database.generated.Tables.PAYOUT_LEGS;

import com.protocolbanks.database.Database;
import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.contracts.PayMode;
import com.protocolbanks.identity.Organization;
import com.protocolbanks.identity.Organizations;
import com.protocolbanks.money.Asset;
import com.protocolbanks.payroll.PaymentStatus;
import com.protocolbanks.payroll.settlement.BookedRun.Contracts;
import com.protocolbanks.payroll.settlement.BookedRun.Leg;
import com.protocolbanks.payroll.settlement.BookedRun.Places;
import com.protocolbanks.payroll.settlement.BookedRun.Word;
import com.protocolbanks.payroll.splits.Rail;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jooq.DSLContext;

/** Reads what the books say of batches. */
public final class BookedRuns {
    private final Database database;
    private final Organizations organizations;

    public BookedRuns(Database database, Organizations organizations) {
        this.database = database;
        this.organizations = organizations;
    }

    /**
     * Every approval of the batch that was signed for the chain, the oldest first.
     *
     * @throws IllegalArgumentException when there is no such organization
     */
    public List<BookedRun> of(UUID orgId, UUID batchId) {
        var organization =
                organizations.find(orgId).orElseThrow(() -> new IllegalArgumentException("no organization " + orgId));
        return database.inOrganization(orgId, dsl -> runs(dsl, organization, batchId));
    }

    private static List<BookedRun> runs(DSLContext dsl, Organization organization, UUID batchId) {
        return dsl
                .selectFrom(APPROVAL_REQUESTS)
                .where(
                        APPROVAL_REQUESTS.BATCH_ID.eq(batchId),
                        APPROVAL_REQUESTS.KIND.eq(Rail.CHAIN.name()),
                        APPROVAL_REQUESTS.SIGNATURE.isNotNull())
                .orderBy(APPROVAL_REQUESTS.CREATED_AT, APPROVAL_REQUESTS.ASSET)
                .fetch()
                .stream()
                .map(row -> new BookedRun(
                        row.getRun(),
                        new Asset(row.getAsset(), row.getDecimals(), row.getAsset()),
                        new Contracts(
                                organization.walletAddress(),
                                Address.of(row.getContractAddress()),
                                Address.of(Objects.requireNonNull(row.getTokenAddress())),
                                PayMode.valueOf(row.getMode())),
                        new Hash32(row.getBatchKey()),
                        new Places(row.getLegCount(), row.getChunkSize()),
                        row.getStatus().equals("VOID") ? List.of() : legs(dsl, batchId, row.getRun(), row.getAsset())))
                .toList();
    }

    private static List<Leg> legs(DSLContext dsl, UUID batchId, int run, String asset) {
        return dsl.selectFrom(PAYOUT_LEGS)
                .where(
                        PAYOUT_LEGS.BATCH_ID.eq(batchId),
                        PAYOUT_LEGS.RUN.eq(run),
                        PAYOUT_LEGS.ASSET.eq(asset),
                        PAYOUT_LEGS.RAIL.eq(Rail.CHAIN.name()))
                .orderBy(PAYOUT_LEGS.CHUNK_INDEX, PAYOUT_LEGS.ITEM_INDEX)
                .fetch(row -> new Leg(
                        row.getItemId(),
                        row.getRowNumber(),
                        Objects.requireNonNull(row.getChunkIndex()),
                        Objects.requireNonNull(row.getItemIndex()),
                        Address.of(Objects.requireNonNull(row.getToAddress())),
                        row.getUnits(),
                        switch (PaymentStatus.valueOf(row.getStatus())) {
                            case SUCCESS -> new Word.Paid(Hash32.of(Objects.requireNonNull(row.getTxHash())));
                            case FAILED -> new Word.Failed();
                            case PENDING -> new Word.Open();
                        }));
    }
}
