package com.protocolbanks.web.approval;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Bytes;
import com.protocolbanks.identity.Caller;
import com.protocolbanks.identity.Permission;
import com.protocolbanks.identity.wallet.WalletOwners;
import com.protocolbanks.payroll.approval.ApprovalOutcome;
import com.protocolbanks.payroll.approval.ApprovalOutcome.Reason;
import com.protocolbanks.payroll.approval.ApprovalRequests;
import com.protocolbanks.payroll.approval.Approvals;
import com.protocolbanks.web.api.Given;
import com.protocolbanks.web.api.Listing;
import com.protocolbanks.web.api.RequestKey;
import com.protocolbanks.web.api.Rights;
import com.protocolbanks.web.problem.Problem;
import com.protocolbanks.web.problem.ProblemWriter;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What the owners are asked to sign, and their signatures. */
@RestController
@RequestMapping("/api/v1/payout-batches/{id}")
class ApprovalApi {
    private final ApprovalRequests requests;
    private final Approvals approvals;
    private final WalletOwners owners;
    private final ProblemWriter problems;

    ApprovalApi(ApprovalRequests requests, Approvals approvals, WalletOwners owners, ProblemWriter problems) {
        this.requests = requests;
        this.approvals = approvals;
        this.owners = owners;
        this.problems = problems;
    }

    /**
     * One owner's signature; which request it signs is found by the signature itself.
     *
     * @param signature 65 bytes as hex
     */
    record SignatureBody(String signer, String signature) {
        SignatureBody {
            Given.field(signer, "signer");
            Given.field(signature, "signature");
        }
    }

    /**
     * A signature that counts.
     *
     * @param collected owners' signatures the request now has, of {@code required}
     * @param batchComplete whether everything of the batch is approved and on its way
     */
    record RecordedView(UUID requestId, int collected, int required, boolean batchComplete) {}

    @GetMapping("/approval-request")
    Listing<ApprovalView> request(Caller caller, @PathVariable UUID id) {
        Rights.require(caller, Permission.PAYOUTS_READ);
        var open = requests.open(caller.orgId(), id).orElseThrow(Rights::absent);
        if (open.requests().isEmpty()) {
            return new Listing<>(List.of(), null);
        }
        var ownership = owners.of(open.requests().getFirst().wallet());
        var now = approvals.resume(caller.orgId(), open, ownership)
                ? requests.open(caller.orgId(), id).orElseThrow(Rights::absent)
                : open;
        return new Listing<>(
                now.requests().stream()
                        .map(one -> ApprovalView.of(one, now.approvals(), ownership))
                        .toList(),
                null);
    }

    @PostMapping("/approvals")
    ResponseEntity<Object> approve(
            Caller caller, @PathVariable UUID id, @RequestBody SignatureBody body, HttpServletRequest request) {
        Rights.require(caller, Permission.PAYOUTS_APPROVE);
        var key = RequestKey.of(request, caller, "POST /payout-batches/{id}/approvals", id, body);
        Address signer;
        byte[] signature;
        try {
            signer = Address.of(body.signer());
            signature = Bytes.parse(body.signature());
        } catch (IllegalArgumentException e) {
            return problems.answer(
                    request, Problem.of(HttpStatus.BAD_REQUEST, "bad_request", String.valueOf(e.getMessage())));
        }
        var keyed = approvals.approve(caller, id, signer, signature, Optional.of(key));
        return RequestKey.answer(problems, request, keyed, outcome -> switch (outcome) {
            case ApprovalOutcome.Recorded(var requestId, var collected, var required, var complete) ->
                ResponseEntity.ok(new RecordedView(requestId, collected, required, complete));
            case ApprovalOutcome.ChainUnavailable(var detail) ->
                problems.answer(request, Problem.of(HttpStatus.SERVICE_UNAVAILABLE, "chain_unavailable"));
            case ApprovalOutcome.Refused(var reason) ->
                problems.answer(
                        request,
                        Problem.of(status(reason), "approval_" + reason.name().toLowerCase(Locale.ROOT)));
        });
    }

    private static HttpStatus status(Reason reason) {
        return switch (reason) {
            case NO_SUCH_BATCH -> HttpStatus.NOT_FOUND;
            case NOT_AN_APPROVER, NOT_YOUR_WALLET, NOT_AN_OWNER, MAKER -> HttpStatus.FORBIDDEN;
            case NOT_AWAITING_APPROVAL, EXPIRED, WALLET_REFUSES -> HttpStatus.CONFLICT;
            case BAD_SIGNATURE -> HttpStatus.UNPROCESSABLE_CONTENT;
        };
    }
}
