package com.protocolbanks.payroll.approval;

import com.protocolbanks.database.Database;
import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.contracts.SignedBatch;
import com.protocolbanks.identity.Organization;
import com.protocolbanks.identity.Organizations;
import com.protocolbanks.payroll.Batch;
import com.protocolbanks.payroll.BatchEvents;
import com.protocolbanks.payroll.Batches;
import com.protocolbanks.payroll.Issuer;
import com.protocolbanks.payroll.Stage;
import com.protocolbanks.payroll.settlement.Settlements;
import com.protocolbanks.payroll.signing.ChunkPartition;
import com.protocolbanks.payroll.signing.FiatPayout;
import com.protocolbanks.payroll.signing.MerkleTree;
import com.protocolbanks.payroll.signing.OnChainId;
import com.protocolbanks.payroll.signing.PaymentList;
import com.protocolbanks.payroll.tokens.Tokens;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;

/** Turns a batch into what its organization's owners are asked to sign. */
public final class ApprovalRequests {
    /** How far the chain's clock may be behind ours. */
    private static final Duration SKEW = Duration.ofMinutes(10);

    private final Database database;
    private final Organizations organizations;
    private final PayoutContracts contracts;
    private final Issuer issuer;

    public ApprovalRequests(Database database, Organizations organizations, PayoutContracts contracts, Issuer issuer) {
        this.database = database;
        this.organizations = organizations;
        this.contracts = contracts;
        this.issuer = issuer;
    }

    /**
     * A batch as its approvers see it.
     *
     * @param requests one for each token, the bank file last
     * @param approvals collected so far
     */
    public record Approvable(
            Batch batch, List<ApprovalRequest> requests, List<GivenApproval> approvals, RunChanges changes) {}

    /**
     * The requests of the batch's run; makes them when the batch awaits approval and has none that are still valid. Empty
     * when the organization has no such batch.
     */
    public Optional<Approvable> open(UUID orgId, UUID batchId) {
        var organization = organizations.find(orgId);
        return organization.flatMap(found -> database.inOrganization(orgId, dsl -> open(dsl, found, batchId)));
    }

    private Optional<Approvable> open(DSLContext dsl, Organization organization, UUID batchId) {
        var found = new Batches(database).find(dsl, organization.id(), batchId);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        var rows = new RequestRows(dsl, organization.id(), organization.walletAddress());
        var settlements = new Settlements(new BatchEvents(issuer.clock()), issuer.clock());
        var batch = found.get();
        if (settlements.lock(dsl, organization.id(), batchId) == Stage.AWAITING_APPROVAL && !batch.cancelRequested()) {
            var current = rows.current(batchId, batch.run());
            var now = issuer.clock().instant();
            if (current.isEmpty()
                    || current.stream().anyMatch(request -> request.window().over(now))) {
                rows.end(batchId, batch.run(), ApprovalRequest.Status.VOID);
                create(dsl, organization, batch, rows);
            }
        }
        var requests = rows.current(batchId, batch.run());
        return Optional.of(new Approvable(
                batch, requests, ApprovalRows.of(dsl, requests), RunChanges.of(dsl, organization.id(), batchId)));
    }

    private void create(DSLContext dsl, Organization organization, Batch batch, RequestRows rows) {
        var now = issuer.clock().instant().truncatedTo(ChronoUnit.SECONDS);
        var window = new ApprovalRequest.Window(now.minus(SKEW), now.plus(contracts.validity()));
        List<ApprovalRequest> requests = new ArrayList<>();
        RunLegs.pendingOnChain(dsl, batch.id()).forEach((asset, legs) -> {
            var token = Tokens.find(dsl, organization.id(), asset)
                    .orElseThrow(() -> new IllegalStateException("a token is never removed: " + asset))
                    .address();
            requests.add(request(
                    organization,
                    batch,
                    new Subject(asset, legs.decimals()),
                    window,
                    chain(organization, batch, token, legs.payments(), window)));
        });
        RunLegs.pendingAtBank(dsl, batch.id())
                .ifPresent(legs -> requests.add(request(
                        organization,
                        batch,
                        new Subject(legs.currency(), legs.decimals()),
                        window,
                        new ApprovalRequest.Bank(new FiatPayout(
                                organization.walletAddress(),
                                OnChainId.ofBankFile(batch.id(), batch.run()),
                                legs.currency(),
                                legs.total(),
                                legs.leaves().size(),
                                MerkleTree.of(legs.leaves()).root())))));
        requests.forEach(request -> rows.insert(request, now));
        RunLegs.place(dsl, batch.id(), batch.run(), contracts.chunkSize());
        new BatchEvents(issuer.clock())
                .append(
                        dsl,
                        organization.id(),
                        batch.id(),
                        "approval.requested",
                        Map.of("run", batch.run(), "requests", requests.size()));
    }

    private record Subject(String asset, int decimals) {}

    private ApprovalRequest request(
            Organization organization,
            Batch batch,
            Subject subject,
            ApprovalRequest.Window window,
            ApprovalRequest.Terms terms) {
        return new ApprovalRequest(
                issuer.ids().get(),
                batch.id(),
                batch.run(),
                subject.asset(),
                subject.decimals(),
                organization.chainId(),
                organization.walletAddress(),
                terms,
                ApprovalRequest.Status.OPEN,
                window,
                Optional.empty());
    }

    private ApprovalRequest.Chain chain(
            Organization organization,
            Batch batch,
            Address token,
            PaymentList payments,
            ApprovalRequest.Window window) {
        var partition = ChunkPartition.of(payments, contracts.chunkSize());
        var signed = new SignedBatch(
                organization.walletAddress(),
                token,
                contracts.operator(),
                OnChainId.of(batch.id(), token, batch.run()),
                partition.root(),
                payments.total(),
                partition.chunkCount(),
                window.after().getEpochSecond(),
                window.before().getEpochSecond());
        return new ApprovalRequest.Chain(
                signed, contracts.multiSend(), organization.payoutMode(), payments.size(), contracts.chunkSize());
    }
}
