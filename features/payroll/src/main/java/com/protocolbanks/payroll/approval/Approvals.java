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
import com.protocolbanks.payroll.idempotency.Idempotency;
import com.protocolbanks.payroll.idempotency.Keyed;
import com.protocolbanks.payroll.idempotency.Once;
import com.protocolbanks.payroll.settlement.Settlements;
import com.protocolbanks.queue.Outbox;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jooq.DSLContext;

/** Takes the owners' signatures, until the wallet has enough of them for every request of a batch. */
public final class Approvals {
    /** The job that pays an approved batch. */
    public static final String PAYOUT_JOBS = "payout_jobs";

    private static final int SUCCESS = 200;

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
     * @param key lets the same call be answered again, whatever became of the batch since
     */
    public Keyed<ApprovalOutcome> approve(
            Caller caller, UUID batchId, Address signer, byte[] signature, Optional<Once.Request> key) {
        var organization = organizations.find(caller.orgId()).orElseThrow();
        return key.flatMap(one -> earlier(organization, one)).orElseGet(() -> {
            if (!caller.may(Permission.PAYOUTS_APPROVE)) {
                return refused(Reason.NOT_AN_APPROVER);
            }
            var member = members.find(caller.orgId(), caller.memberId());
            return member.isEmpty() || !member.get().hasVerified(signer)
                    ? refused(Reason.NOT_YOUR_WALLET)
                    : owned(
                            organization,
                            owner -> record(new Attempt(organization, owner, caller, batchId, signer), signature, key));
        });
    }

    /** What the same call came to before; empty when it is new. */
    private Optional<Keyed<ApprovalOutcome>> earlier(Organization organization, Once.Request key) {
        var claim = database.inOrganization(
                organization.id(), dsl -> idempotency().begin(dsl, key.scope(), key.fingerprint()));
        return switch (claim) {
            case Idempotency.Fresh _ -> Optional.empty();
            case Idempotency.InProgress _ -> Optional.of(new Keyed.InProgress<>());
            case Idempotency.KeyReused _ -> Optional.of(new Keyed.KeyReused<>());
            case Idempotency.Done(var status, var resource, var answer) ->
                resource.flatMap(id -> database.inOrganization(
                                organization.id(),
                                dsl -> rows(dsl, organization).find(id)))
                        .map(request -> owned(organization, owner -> complete(organization, owner, request)));
        };
    }

    /** Goes on when the wallet is one whose owners the chain tells. */
    private Keyed<ApprovalOutcome> owned(Organization organization, Function<Ownership, Keyed<ApprovalOutcome>> next) {
        return switch (new WalletOwners(chain).of(organization.walletAddress())) {
            case Ownership.Unavailable(var reason) ->
                new Keyed.Answered<>(new ApprovalOutcome.ChainUnavailable(reason));
            case Ownership.Itself own -> next.apply(own);
            case Ownership.Safe safe -> next.apply(safe);
            case Ownership.OtherContract _ -> refused(Reason.NOT_AN_OWNER);
        };
    }

    private static Keyed<ApprovalOutcome> refused(Reason reason) {
        return new Keyed.Answered<>(new ApprovalOutcome.Refused(reason));
    }

    /**
     * Ends what an earlier call left half done: it stored the last signature a request needed, and its process ended before
     * the wallet was asked.
     *
     * @return whether there was such a request
     */
    public boolean resume(UUID orgId, ApprovalRequests.Approvable found, Ownership ownership) {
        var complete = found.requests().stream()
                .filter(request -> request.status() == ApprovalRequest.Status.OPEN)
                .filter(request -> found.approvals().stream()
                                .filter(given -> given.requestId().equals(request.id()))
                                .count()
                        >= WalletWord.required(ownership))
                .toList();
        var organization = organizations.find(orgId).orElseThrow();
        complete.forEach(request -> complete(organization, ownership, request));
        return !complete.isEmpty();
    }

    private record Attempt(
            Organization organization, Ownership ownership, Caller caller, UUID batchId, Address signer) {
        UUID orgId() {
            return organization.id();
        }
    }

    private Keyed<ApprovalOutcome> record(Attempt attempt, byte[] signature, Optional<Once.Request> key) {
        if (!attempt.ownership.includes(attempt.signer)) {
            return refused(Reason.NOT_AN_OWNER);
        }
        var read = read(signature);
        if (read.isEmpty()) {
            return refused(Reason.BAD_SIGNATURE);
        }
        var kept = database.inOrganization(attempt.orgId(), dsl -> keep(dsl, attempt, read.get(), key));
        return switch (kept) {
            case Kept.Refused(var reason) -> refused(reason);
            case Kept.Raced _ -> new Keyed.InProgress<>();
            case Kept.Under(var request) -> complete(attempt.organization, attempt.ownership, request);
        };
    }

    private sealed interface Kept {
        record Under(ApprovalRequest request) implements Kept {}

        record Refused(Reason reason) implements Kept {}

        /** A twin with the same key was faster. */
        record Raced() implements Kept {}
    }

    /** Stores the signature under the request it fits, and with it the key. */
    private Kept keep(DSLContext dsl, Attempt attempt, Signature signature, Optional<Once.Request> key) {
        boolean first = key.map(one -> idempotency().begin(dsl, one.scope(), one.fingerprint()))
                .map(Idempotency.Fresh.class::isInstance)
                .orElse(true);
        var kept = first ? keep(dsl, attempt, signature) : new Kept.Raced();
        if (kept instanceof Kept.Under(var request)) {
            key.ifPresent(one -> idempotency().finish(dsl, one.scope(), one.fingerprint(), SUCCESS, request.id()));
        }
        return kept;
    }

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
        boolean awaited = stage == Stage.AWAITING_APPROVAL && !batch.cancelRequested();
        if (request.isEmpty() || (stage == Stage.AWAITING_APPROVAL && !awaited)) {
            return new Kept.Refused(awaited ? Reason.BAD_SIGNATURE : Reason.NOT_AWAITING_APPROVAL);
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
    private Keyed<ApprovalOutcome> complete(Organization organization, Ownership ownership, ApprovalRequest request) {
        var approvals = database.inOrganization(organization.id(), dsl -> ApprovalRows.of(dsl, List.of(request)));
        var standing = standing(organization.id(), ownership, approvals);
        int required = WalletWord.required(ownership);
        if (standing.size() < required) {
            return new Keyed.Answered<>(new ApprovalOutcome.Recorded(request.id(), standing.size(), required, false));
        }
        var signature = WalletWord.combined(standing, ownership);
        return switch (new WalletWord(chain).accepts(request, ownership, signature)) {
            case WalletWord.Answer.No _ -> refused(Reason.WALLET_REFUSES);
            case WalletWord.Answer.Unavailable(var detail) ->
                new Keyed.Answered<>(new ApprovalOutcome.ChainUnavailable(detail));
            case WalletWord.Answer.Yes _ ->
                new Keyed.Answered<>(new ApprovalOutcome.Recorded(
                        request.id(),
                        standing.size(),
                        required,
                        database.inOrganization(
                                organization.id(), dsl -> finish(dsl, organization, request, signature))));
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

    /** Tells whether the batch is approved as a whole; a request that was voided while the wallet was asked approves nothing. */
    private boolean finish(DSLContext dsl, Organization organization, ApprovalRequest request, byte[] signature) {
        var stage = settlements().lock(dsl, organization.id(), request.batchId());
        var rows = rows(dsl, organization);
        if (stage != Stage.AWAITING_APPROVAL || rows.calledOff(request.batchId())) {
            return rows.find(request.id())
                    .filter(stored -> stored.status() == ApprovalRequest.Status.APPROVED)
                    .isPresent();
        }
        rows.approve(request.id(), signature, issuer.clock().instant());
        var requests = rows.current(request.batchId(), request.run());
        if (requests.isEmpty() || requests.stream().anyMatch(one -> one.status() != ApprovalRequest.Status.APPROVED)) {
            return false;
        }
        settlements().move(dsl, organization.id(), request.batchId(), stage, Stage.QUEUED);
        new Outbox(issuer.clock()).append(dsl, organization.id(), PAYOUT_JOBS, request.batchId());
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

    private Idempotency idempotency() {
        return new Idempotency(issuer.clock());
    }

    private BatchEvents events() {
        return new BatchEvents(issuer.clock());
    }

    private Settlements settlements() {
        return new Settlements(events(), issuer.clock());
    }
}
