package com.protocolbanks.payroll.approval;

import static com.protocolbanks.database.generated.Tables.APPROVAL_REQUESTS;
import static com.protocolbanks.database.generated.Tables.PAYOUT_BATCHES;

import com.protocolbanks.database.generated.tables.records.ApprovalRequestsRecord;
import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.ChainId;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.contracts.SignedBatch;
import com.protocolbanks.identity.PayoutMode;
import com.protocolbanks.payroll.signing.FiatPayout;
import com.protocolbanks.payroll.splits.Rail;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;

/** Stored approval requests of one organization. */
final class RequestRows {
    private static final int SKEW_MINUTES = 10;

    private final DSLContext dsl;
    private final UUID orgId;
    private final Address wallet;

    RequestRows(DSLContext dsl, UUID orgId, Address wallet) {
        this.dsl = dsl;
        this.orgId = orgId;
        this.wallet = wallet;
    }

    /** The requests of a run that are open or approved: bank file last, tokens by symbol. */
    List<ApprovalRequest> current(UUID batchId, int run) {
        return dsl.selectFrom(APPROVAL_REQUESTS)
                .where(
                        APPROVAL_REQUESTS.ORG_ID.eq(orgId),
                        APPROVAL_REQUESTS.BATCH_ID.eq(batchId),
                        APPROVAL_REQUESTS.RUN.eq(run),
                        APPROVAL_REQUESTS.STATUS.in("OPEN", "APPROVED"))
                .orderBy(APPROVAL_REQUESTS.KIND, APPROVAL_REQUESTS.ASSET)
                .fetch(this::request);
    }

    /**
     * What of a run the wallet has signed for the chain and what is not over by that moment: also what an edit made void, as
     * the contract does not know of edits. The chain's clock may be {@value #SKEW_MINUTES} minutes behind.
     */
    List<ApprovalRequest> payable(UUID batchId, int run, Instant now) {
        return dsl.selectFrom(APPROVAL_REQUESTS)
                .where(
                        APPROVAL_REQUESTS.ORG_ID.eq(orgId),
                        APPROVAL_REQUESTS.BATCH_ID.eq(batchId),
                        APPROVAL_REQUESTS.RUN.eq(run),
                        APPROVAL_REQUESTS.KIND.eq(Rail.CHAIN.name()),
                        APPROVAL_REQUESTS.SIGNATURE.isNotNull(),
                        APPROVAL_REQUESTS.VALID_BEFORE.gt(at(now).minusMinutes(SKEW_MINUTES)))
                .orderBy(APPROVAL_REQUESTS.ASSET, APPROVAL_REQUESTS.CREATED_AT)
                .fetch(this::request);
    }

    /** Whether somebody asked to stop the batch. */
    boolean calledOff(UUID batchId) {
        return dsl.fetchExists(
                PAYOUT_BATCHES, PAYOUT_BATCHES.ID.eq(batchId), PAYOUT_BATCHES.CANCEL_REQUESTED_AT.isNotNull());
    }

    Optional<ApprovalRequest> find(UUID requestId) {
        return dsl.selectFrom(APPROVAL_REQUESTS)
                .where(APPROVAL_REQUESTS.ORG_ID.eq(orgId), APPROVAL_REQUESTS.ID.eq(requestId))
                .fetchOptional(this::request);
    }

    void insert(ApprovalRequest request, Instant now) {
        var row = dsl.newRecord(APPROVAL_REQUESTS);
        row.setId(request.id());
        row.setOrgId(orgId);
        row.setBatchId(request.batchId());
        row.setRun(request.run());
        row.setAsset(request.asset());
        row.setDecimals(request.decimals());
        row.setChainId(request.chainId().value());
        row.setBatchKey(request.key().bytes());
        row.setDigest(request.typedData().digest().bytes());
        row.setRoot(request.terms().root().bytes());
        row.setTotalUnits(request.terms().totalUnits());
        row.setLegCount(request.terms().count());
        row.setValidAfter(at(request.window().after()));
        row.setValidBefore(at(request.window().before()));
        row.setCreatedAt(at(now));
        switch (request.terms()) {
            case ApprovalRequest.Chain chain -> {
                row.setKind(Rail.CHAIN.name());
                row.setTokenAddress(chain.batch().token().lower());
                row.setOperator(chain.batch().operator().lower());
                row.setContractAddress(chain.multiSend().lower());
                row.setMode(chain.mode().name());
                row.setOnchainBatchId(chain.batch().batchId().bytes());
                row.setChunkSize(chain.chunkSize());
                row.setChunkCount((int) chain.batch().chunkCount());
            }
            case ApprovalRequest.Bank(var payout) -> {
                row.setKind(Rail.FIAT.name());
                row.setContractAddress(payout.org().lower());
                row.setMode(Rail.FIAT.name());
                row.setOnchainBatchId(payout.batchId().bytes());
                row.setChunkSize(payout.count());
                row.setChunkCount(1);
            }
        }
        row.insert();
    }

    void approve(UUID requestId, byte[] signature, Instant now) {
        dsl.update(APPROVAL_REQUESTS)
                .set(APPROVAL_REQUESTS.STATUS, ApprovalRequest.Status.APPROVED.name())
                .set(APPROVAL_REQUESTS.SIGNATURE, signature)
                .set(APPROVAL_REQUESTS.APPROVED_AT, at(now))
                .where(APPROVAL_REQUESTS.ID.eq(requestId), APPROVAL_REQUESTS.STATUS.eq("OPEN"))
                .execute();
    }

    /** Ends open and approved requests of a run with that status; returns how many. */
    int end(UUID batchId, int run, ApprovalRequest.Status status) {
        return dsl.update(APPROVAL_REQUESTS)
                .set(APPROVAL_REQUESTS.STATUS, status.name())
                .where(
                        APPROVAL_REQUESTS.BATCH_ID.eq(batchId),
                        APPROVAL_REQUESTS.RUN.eq(run),
                        APPROVAL_REQUESTS.STATUS.in("OPEN", "APPROVED"))
                .execute();
    }

    private ApprovalRequest request(ApprovalRequestsRecord row) {
        var window = new ApprovalRequest.Window(
                row.getValidAfter().toInstant(), row.getValidBefore().toInstant());
        return new ApprovalRequest(
                row.getId(),
                row.getBatchId(),
                row.getRun(),
                row.getAsset(),
                row.getDecimals(),
                new ChainId(row.getChainId()),
                wallet,
                terms(row, window),
                ApprovalRequest.Status.valueOf(row.getStatus()),
                window,
                Optional.ofNullable(row.getSignature()));
    }

    private ApprovalRequest.Terms terms(ApprovalRequestsRecord row, ApprovalRequest.Window window) {
        var id = new Hash32(row.getOnchainBatchId());
        var root = new Hash32(row.getRoot());
        return switch (Rail.valueOf(row.getKind())) {
            case CHAIN ->
                new ApprovalRequest.Chain(
                        new SignedBatch(
                                wallet,
                                Address.of(row.getTokenAddress()),
                                Address.of(row.getOperator()),
                                id,
                                root,
                                row.getTotalUnits(),
                                row.getChunkCount(),
                                window.after().getEpochSecond(),
                                window.before().getEpochSecond()),
                        Address.of(row.getContractAddress()),
                        PayoutMode.valueOf(row.getMode()),
                        row.getLegCount(),
                        row.getChunkSize());
            case FIAT ->
                new ApprovalRequest.Bank(
                        new FiatPayout(wallet, id, row.getAsset(), row.getTotalUnits(), row.getLegCount(), root));
        };
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
