package com.protocolbanks.web.approval;

import com.protocolbanks.evm.signature.SafeMessage;
import com.protocolbanks.identity.wallet.WalletOwners.Ownership;
import com.protocolbanks.payroll.approval.ApprovalRequest;
import com.protocolbanks.payroll.approval.GivenApproval;
import com.protocolbanks.payroll.signing.SafeTypedData;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/**
 * One thing to be signed.
 *
 * @param kind CHAIN for payments in one token, BANK for the bank file
 * @param typedData what the organization's wallet answers for (EIP-712)
 * @param digest its digest
 * @param ownerTypedData what one owner's wallet is given: for a Safe its message about the digest
 * @param ownerDigest the digest an owner signs
 * @param required how many owners the wallet asks for; 0 while the chain does not say
 */
public record ApprovalView(
        UUID requestId,
        String kind,
        String asset,
        int run,
        String status,
        Sums sums,
        Instant validAfter,
        Instant validBefore,
        JsonNode typedData,
        String digest,
        JsonNode ownerTypedData,
        String ownerDigest,
        int required,
        List<GivenView> approvals) {
    /**
     * What the signed list comes to.
     *
     * @param total a decimal string
     * @param units the same in the asset's smallest unit
     * @param chunkSize 0 for a bank file
     */
    public record Sums(String total, String units, int count, int chunkSize, String root) {}

    public record GivenView(UUID memberId, String signer, Instant at) {}

    public static ApprovalView of(ApprovalRequest request, List<GivenApproval> approvals, Ownership ownership) {
        var typedData = request.typedData();
        var digest = typedData.digest();
        boolean safe = ownership instanceof Ownership.Safe;
        return new ApprovalView(
                request.id(),
                request.terms() instanceof ApprovalRequest.Chain ? "CHAIN" : "BANK",
                request.asset(),
                request.run(),
                request.status().name(),
                sums(request),
                request.window().after(),
                request.window().before(),
                typedData.tree(),
                digest.hex(),
                safe ? SafeTypedData.of(request.chainId(), request.wallet(), digest) : typedData.tree(),
                (safe ? SafeMessage.digest(request.chainId(), request.wallet(), digest) : digest).hex(),
                required(ownership),
                approvals.stream()
                        .filter(given -> given.requestId().equals(request.id()))
                        .map(given ->
                                new GivenView(given.memberId(), given.signer().toString(), given.at()))
                        .toList());
    }

    private static Sums sums(ApprovalRequest request) {
        var terms = request.terms();
        return new Sums(
                new BigDecimal(terms.totalUnits(), request.decimals()).toPlainString(),
                terms.totalUnits().toString(),
                terms.count(),
                terms instanceof ApprovalRequest.Chain chain ? chain.chunkSize() : 0,
                terms.root().hex());
    }

    private static int required(Ownership ownership) {
        return switch (ownership) {
            case Ownership.Safe safe -> safe.threshold();
            case Ownership.Itself _, Ownership.OtherContract _ -> 1;
            case Ownership.Unavailable _ -> 0;
        };
    }
}
