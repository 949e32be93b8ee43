package com.protocolbanks.payroll.approval;

import com.protocolbanks.database.Database;
import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.rpc.ChainClient;
import com.protocolbanks.evm.signature.Signature;
import com.protocolbanks.identity.Caller;
import com.protocolbanks.identity.Member;
import com.protocolbanks.identity.Members;
import com.protocolbanks.identity.Organization;
import com.protocolbanks.identity.Organizations;
import com.protocolbanks.identity.Permission;
import com.protocolbanks.identity.Role;
import com.protocolbanks.identity.wallet.WalletOwners;
import com.protocolbanks.identity.wallet.WalletOwners.Ownership;
import com.protocolbanks.payroll.Batch;
import com.protocolbanks.payroll.BatchEvents;
import com.protocolbanks.payroll.Batches;
import com.protocolbanks.payroll.Issuer;
import com.protocolbanks.payroll.Stage;
import com.protocolbanks.payroll.approval.ApprovalOutcome.Reason;
import com.protocolbanks.payroll.settlement.Settlements;
import com.protocolbanks.queue.Outbox;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;

/** Takes the owners' signatures, until the wallet has enough of them for every request of a batch. */
public final class Approvals {
    /** The job that pays an approved batch. */
    public static final String PAYOUT_JOBS = "payout_jobs";

    private final Database database;
    private final Organizations organizations;
    private final Members members;
    private final ChainClient chain;
    private final Issuer issuer;

    public Approvals(
            Database database, Organizations organizations, Members members, ChainClient chain, Issuer issuer) {
        this.database = database;
        this.organizations = organizations;
        this.members = members;
        this.chain = chain;
        this.issuer = issuer;
    }

    /**
     * Takes one signature of one owner. Which request it signs is found by the signature itself.
     *
     * @param signature 65 bytes
     */
    public ApprovalOutcome approve(Caller caller, UUID batchId, Address signer, byte[] signature) {
        if (!caller.may(Permission.PAYOUTS_APPROVE)) {
            return new ApprovalOutcome.Refused(Reason.NOT_AN_APPROVER);
        }
        var member = members.find(caller.orgId(), caller.memberId());
        if (member.isEmpty() || !member.get().hasVerified(signer)) {
            return new ApprovalOutcome.Refused(Reason.NOT_YOUR_WALLET);
        }
        var organization = organizations.find(caller.orgId()).orElseThrow();
        return switch (new WalletOwners(chain).of(organization.walletAddress())) {
            case Ownership.Unavailable(var reason) -> new ApprovalOutcome.ChainUnavailable(reason);
            case Ownership.Itself own -> record(new Attempt(organization, own, caller, batchId, signer), signature);
            case Ownership.Safe safe -> record(new Attempt(organization, safe, caller, batchId, signer), signature);
            case Ownership.OtherContract _ -> new ApprovalOutcome.Refused(Reason.NOT_AN_OWNER);
        };
    }

    private record Attempt(
            Organization organization, Ownership ownership, Caller caller, UUID batchId, Address signer) {
        UUID orgId() {
            return organization.id();
        }
    }

    private ApprovalOutcome record(Attempt attempt, byte[] signature) {
        if (!attempt.ownership.includes(attempt.signer)) {
            return new ApprovalOutcome.Refused(Reason.NOT_AN_OWNER);
        }
        var read = read(signature);
        if (read.isEmpty()) {
            return new ApprovalOutcome.Refused(Reason.BAD_SIGNATURE);
        }
        var kept = database.inOrganization(attempt.orgId(), dsl -> keep(dsl, attempt, read.get()));
        return switch (kept) {
            case Kept.Refused(var reason) -> new ApprovalOutcome.Refused(reason);
            case Kept.Under(var request) -> complete(attempt, request);
        };
    }

    private sealed interface Kept {
        record Under(ApprovalRequest request) implements Kept {}

        record Refused(Reason reason) implements Kept {}
    }

    /** Stores the signature under the request it fits. */
    private Kept keep(DSLContext dsl, Attempt attempt, Signature signature) {
        var found = new Batches(database).find(dsl, attempt.orgId(), attempt.batchId);
        if (found.isEmpty()) {
            return new Kept.Refused(Reason.NO_SUCH_BATCH);
        }
        var batch = found.get();
        var stage = settlements().lock(dsl, attempt.orgId(), batch.id());
        var requests = rows(dsl, attempt.organization).current(batch.id(), batch.run());
        var request = requests.stream()
                .filter(one -> signature
                        .signerOf(WalletWord.ownersDigest(one, attempt.ownership))
                        .map(attempt.signer::equals)
                        .orElse(false))
                .findFirst();
        if (Batches.madeBy(dsl, batch, attempt.caller.memberId())) {
            return new Kept.Refused(Reason.MAKER);
        }
        if (request.isEmpty()) {
            return new Kept.Refused(
                    stage == Stage.AWAITING_APPROVAL ? Reason.BAD_SIGNATURE : Reason.NOT_AWAITING_APPROVAL);
        }
        if (request.get().window().over(issuer.clock().instant())) {
            return new Kept.Refused(Reason.EXPIRED);
        }
        if (request.get().status() == ApprovalRequest.Status.OPEN) {
            keep(dsl, batch, request.get(), attempt, signature);
        }
        return new Kept.Under(request.get());
    }

    private void keep(DSLContext dsl, Batch batch, ApprovalRequest request, Attempt attempt, Signature signature) {
        var approval = new GivenApproval(
                request.id(),
                attempt.caller.memberId(),
                attempt.signer,
                signature,
                issuer.clock().instant());
        if (ApprovalRows.insert(dsl, batch, issuer.ids().get(), approval)) {
            events().append(
                            dsl,
                            attempt.orgId(),
                            batch.id(),
                            "approval.given",
                            Map.of("asset", request.asset(), "signer", attempt.signer.toString()));
        }
    }

    /** When the wallet has enough signatures and accepts them, the request is approved; with the last one, the batch. */
    private ApprovalOutcome complete(Attempt attempt, ApprovalRequest request) {
        var approvals = database.inOrganization(attempt.orgId(), dsl -> ApprovalRows.of(dsl, List.of(request)));
        var standing = standing(attempt.orgId(), attempt.ownership, approvals);
        int required = WalletWord.required(attempt.ownership);
        if (standing.size() < required) {
            return new ApprovalOutcome.Recorded(request.id(), standing.size(), required, false);
        }
        var signature = WalletWord.combined(standing, attempt.ownership);
        return switch (new WalletWord(chain).accepts(request, attempt.ownership, signature)) {
            case WalletWord.Answer.No _ -> new ApprovalOutcome.Refused(Reason.WALLET_REFUSES);
            case WalletWord.Answer.Unavailable(var detail) -> new ApprovalOutcome.ChainUnavailable(detail);
            case WalletWord.Answer.Yes _ ->
                new ApprovalOutcome.Recorded(
                        request.id(),
                        standing.size(),
                        required,
                        database.inOrganization(attempt.orgId(), dsl -> finish(dsl, attempt, request, signature)));
        };
    }

    /** Approvals whose member may still approve with that wallet, and whose wallet still owns the organization's. */
    private List<GivenApproval> standing(UUID orgId, Ownership ownership, List<GivenApproval> approvals) {
        return approvals.stream()
                .filter(approval -> ownership.includes(approval.signer()))
                .filter(approval -> members.find(orgId, approval.memberId())
                        .filter(member -> mayStill(member, approval.signer()))
                        .isPresent())
                .toList();
    }

    static boolean mayStill(Member member, Address signer) {
        return member.isActive() && member.roles().contains(Role.APPROVER) && member.hasVerified(signer);
    }

    /** Tells whether the batch is approved as a whole. */
    private boolean finish(DSLContext dsl, Attempt attempt, ApprovalRequest request, byte[] signature) {
        var stage = settlements().lock(dsl, attempt.orgId(), attempt.batchId);
        var rows = rows(dsl, attempt.organization);
        if (stage != Stage.AWAITING_APPROVAL) {
            return rows.find(request.id())
                    .filter(stored -> stored.status() == ApprovalRequest.Status.APPROVED)
                    .isPresent();
        }
        rows.approve(request.id(), signature, issuer.clock().instant());
        var requests = rows.current(attempt.batchId, request.run());
        if (requests.stream().anyMatch(one -> one.status() != ApprovalRequest.Status.APPROVED)) {
            return false;
        }
        settlements().move(dsl, attempt.orgId(), attempt.batchId, stage, Stage.QUEUED);
        new Outbox(issuer.clock()).append(dsl, attempt.orgId(), PAYOUT_JOBS, attempt.batchId);
        return true;
    }

    private static Optional<Signature> read(byte[] signature) {
        try {
            return Optional.of(Signature.of(signature));
        } catch (IllegalArgumentException notASignature) {
            return Optional.empty();
        }
    }

    private RequestRows rows(DSLContext dsl, Organization organization) {
        return new RequestRows(dsl, organization.id(), organization.walletAddress());
    }

    private BatchEvents events() {
        return new BatchEvents(issuer.clock());
    }

    private Settlements settlements() {
        return new Settlements(events(), issuer.clock());
    }
}
