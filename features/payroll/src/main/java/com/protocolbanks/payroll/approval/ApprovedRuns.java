package com.protocolbanks.payroll.approval;

import com.protocolbanks.database.Database;
import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.contracts.PayMode;
import com.protocolbanks.evm.contracts.SignedBatch;
import com.protocolbanks.evm.rpc.ChainClient;
import com.protocolbanks.evm.signature.Signature;
import com.protocolbanks.identity.Members;
import com.protocolbanks.identity.Organization;
import com.protocolbanks.identity.Organizations;
import com.protocolbanks.payroll.Batches;
import com.protocolbanks.payroll.signing.Chunk;
import com.protocolbanks.payroll.signing.ChunkPartition;
import com.protocolbanks.payroll.signing.FiatPayout;
import com.protocolbanks.payroll.signing.MerkleTree;
import com.protocolbanks.payroll.signing.PaymentList;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jooq.DSLContext;

/** Gives the execution layer what was approved, after deriving it once more from the stored legs. */
public final class ApprovedRuns {
    private final Database database;
    private final Organizations organizations;
    private final Members members;
    private final ChainClient chain;

    public ApprovedRuns(Database database, Organizations organizations, Members members, ChainClient chain) {
        this.database = database;
        this.organizations = organizations;
        this.members = members;
        this.chain = chain;
    }

    /** What a batch's run is worth. */
    public sealed interface Run {
        /** Every request is approved and matches its legs; a batch paid by the bank alone has no tokens. */
        record Approved(int run, List<ApprovedToken> tokens) implements Run {}

        /** What was signed and what is stored differ: nothing may be paid. */
        record Mismatch(String reason) implements Run {}

        record NotApproved() implements Run {}
    }

    /**
     * The approved payments of a run in one token.
     *
     * @param batchKey MultiSend's name for these terms
     * @param signature the wallet's, as MultiSend takes it
     */
    public record ApprovedToken(
            UUID requestId,
            String asset,
            int decimals,
            PayMode mode,
            Address multiSend,
            SignedBatch batch,
            Hash32 batchKey,
            byte[] signature,
            ChunkPartition partition) {
        public int chunkCount() {
            return partition.chunkCount();
        }

        public Chunk chunk(int index) {
            return partition.chunk(index);
        }
    }

    /** The current run of a batch. */
    public Run load(UUID orgId, UUID batchId) {
        var organization = organizations.find(orgId);
        return organization.isEmpty()
                ? new Run.NotApproved()
                : database.inOrganization(orgId, dsl -> load(dsl, organization.get(), batchId));
    }

    private Run load(DSLContext dsl, Organization organization, UUID batchId) {
        var batch = new Batches(database).find(dsl, organization.id(), batchId);
        if (batch.isEmpty()) {
            return new Run.NotApproved();
        }
        int run = batch.get().run();
        var requests = new RequestRows(dsl, organization.id(), organization.walletAddress()).current(batchId, run);
        if (requests.isEmpty() || requests.stream().anyMatch(one -> one.status() != ApprovalRequest.Status.APPROVED)) {
            return new Run.NotApproved();
        }
        List<ApprovedToken> tokens = new ArrayList<>();
        for (var request : requests) {
            var difference = switch (request.terms()) {
                case ApprovalRequest.Bank(var payout) -> bankDifference(dsl, request, payout);
                case ApprovalRequest.Chain chained -> {
                    var token = token(request, chained, RunLegs.ofRun(dsl, batchId, run, request.asset()));
                    token.ifPresent(tokens::add);
                    yield token.isPresent()
                            ? Optional.<String>empty()
                            : Optional.of("the " + request.asset() + " payments are not the signed ones");
                }
            };
            if (difference.isPresent()) {
                return new Run.Mismatch(difference.get());
            }
        }
        return new Run.Approved(run, List.copyOf(tokens));
    }

    private static Optional<ApprovedToken> token(
            ApprovalRequest request, ApprovalRequest.Chain terms, PaymentList payments) {
        if (payments.size() == 0 || request.signature().isEmpty()) {
            return Optional.empty();
        }
        var partition = ChunkPartition.of(payments, terms.chunkSize());
        var signed = terms.batch();
        boolean same = partition.root().equals(signed.chunksRoot())
                && payments.total().equals(signed.total())
                && partition.chunkCount() == signed.chunkCount();
        return same
                ? Optional.of(new ApprovedToken(
                        request.id(),
                        request.asset(),
                        request.decimals(),
                        PayMode.valueOf(terms.mode().name()),
                        terms.multiSend(),
                        signed,
                        signed.key(),
                        request.signature().get(),
                        partition))
                : Optional.empty();
    }

    private static Optional<String> bankDifference(DSLContext dsl, ApprovalRequest request, FiatPayout payout) {
        boolean same = RunLegs.bankOfRun(dsl, request.batchId(), request.run())
                .filter(legs -> legs.total().equals(payout.totalMinor())
                        && legs.leaves().size() == payout.count()
                        && MerkleTree.of(legs.leaves()).root().equals(payout.root()))
                .isPresent();
        return same ? Optional.empty() : Optional.of("the bank's payments are not the signed ones");
    }

    /** Terms for the chain that carry the wallet's complete signature. */
    public record Payable(SignedBatch batch, Address multiSend) {}

    /** What the contract would still take of a batch that never was approved as a whole, edited versions included. */
    public List<Payable> payable(UUID orgId, UUID batchId, Instant now) {
        var organization = organizations.find(orgId).orElseThrow();
        return database.inOrganization(
                orgId,
                dsl -> new Batches(database)
                        .find(dsl, orgId, batchId)
                        .map(batch -> new RequestRows(dsl, orgId, organization.walletAddress())
                                .payable(batchId, batch.run(), now).stream()
                                        .flatMap(request -> request.terms() instanceof ApprovalRequest.Chain terms
                                                ? Stream.of(new Payable(terms.batch(), terms.multiSend()))
                                                : Stream.<Payable>empty())
                                        .toList())
                        .orElse(List.of()));
    }

    /** The approved bank file's request of the current run, if there is one. */
    public Optional<ApprovalRequest> bankRequest(UUID orgId, UUID batchId) {
        var organization = organizations.find(orgId);
        return organization.flatMap(found -> database.inOrganization(
                orgId,
                dsl -> new Batches(database)
                        .find(dsl, orgId, batchId)
                        .flatMap(batch -> new RequestRows(dsl, orgId, found.walletAddress())
                                .current(batchId, batch.run()).stream()
                                        .filter(request -> request.terms() instanceof ApprovalRequest.Bank)
                                        .filter(request -> request.status() == ApprovalRequest.Status.APPROVED)
                                        .findFirst())));
    }

    /** Whether the signatures under a request still stand. */
    public sealed interface Standing {
        record Stands() implements Standing {}

        /** A signer lost a right or the wallet, or the wallet no longer accepts the signatures. */
        record Fallen() implements Standing {}

        record Unavailable(String detail) implements Standing {}
    }

    /** Asks the chain and the members' list anew; to be called before a batch is opened. */
    public Standing standing(UUID orgId, UUID requestId) {
        var organization = organizations.find(orgId).orElseThrow();
        var stored = database.inOrganization(
                orgId,
                dsl -> new RequestRows(dsl, orgId, organization.walletAddress())
                        .find(requestId)
                        .map(request -> new Stored(request, ApprovalRows.of(dsl, List.of(request)))));
        if (stored.isEmpty() || stored.get().request.signature().isEmpty()) {
            return new Standing.Fallen();
        }
        var request = stored.get().request;
        var signature = request.signature().get();
        var word = new WalletWord(chain);
        var ownership = word.ownership(request);
        if (!stored.get().signersStand(orgId, members, signature)) {
            return new Standing.Fallen();
        }
        return switch (word.accepts(request, ownership, signature)) {
            case WalletWord.Answer.Yes _ -> new Standing.Stands();
            case WalletWord.Answer.No _ -> new Standing.Fallen();
            case WalletWord.Answer.Unavailable(var detail) -> new Standing.Unavailable(detail);
        };
    }

    private record Stored(ApprovalRequest request, List<GivenApproval> approvals) {
        /** Each signature that went into the wallet's is one of a member who may still approve with that wallet. */
        boolean signersStand(UUID orgId, Members members, byte[] signature) {
            for (int at = 0; at < signature.length; at += Signature.LENGTH) {
                var part = Arrays.copyOfRange(signature, at, at + Signature.LENGTH);
                boolean stands = approvals.stream()
                        .filter(approval -> Arrays.equals(approval.signature().bytes(), part))
                        .anyMatch(approval -> members.find(orgId, approval.memberId())
                                .filter(member -> Approvals.mayStill(member, approval.signer()))
                                .isPresent());
                if (!stands) {
                    return false;
                }
            }
            return true;
        }
    }
}
