package com.protocolbanks.web.settling;

import com.protocolbanks.evm.Hash32;
import com.protocolbanks.identity.Caller;
import com.protocolbanks.identity.Permission;
import com.protocolbanks.payroll.Stage;
import com.protocolbanks.payroll.approval.Cancellations;
import com.protocolbanks.payroll.approval.Retries;
import com.protocolbanks.web.api.RequestKey;
import com.protocolbanks.web.api.Rights;
import com.protocolbanks.web.problem.Problem;
import com.protocolbanks.web.problem.ProblemWriter;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Trying failed payments again, and calling a batch off. */
@RestController
@RequestMapping("/api/v1/payout-batches/{id}")
class AgainApi {
    private final Retries retries;
    private final Cancellations cancellations;
    private final ProblemWriter problems;

    AgainApi(Retries retries, Cancellations cancellations, ProblemWriter problems) {
        this.retries = retries;
        this.cancellations = cancellations;
        this.problems = problems;
    }

    /**
     * What is tried again.
     *
     * @param run the run it belongs to; a new one has to be approved first
     * @param needsApproval whether the owners have to sign
     */
    record RetryView(int legs, int run, boolean needsApproval) {}

    /**
     * How the batch stands after a cancel.
     *
     * @param payableUntil when what was signed stops being payable; null when nothing was signed
     * @param onChainBatchIds what the wallet may cancel on chain to end it sooner
     */
    record CancelView(String stage, @Nullable Instant payableUntil, List<String> onChainBatchIds) {}

    @PostMapping("/retry-failed")
    ResponseEntity<Object> retry(Caller caller, @PathVariable UUID id, HttpServletRequest request) {
        Rights.require(caller, Permission.PAYOUTS_WRITE);
        var key = RequestKey.of(request, caller, "POST /payout-batches/{id}/retry-failed", id);
        var keyed = retries.retryFailed(caller, id, Optional.of(key));
        return RequestKey.answer(problems, request, keyed, outcome -> switch (outcome) {
            case Retries.Outcome.Resent(int legs) -> ResponseEntity.accepted().body(new RetryView(legs, 0, false));
            case Retries.Outcome.NewRun(int run, int legs) ->
                ResponseEntity.accepted().body(new RetryView(legs, run, true));
            case Retries.Outcome.ApprovalExpired(Instant until) ->
                problems.answer(request, Problem.of(HttpStatus.CONFLICT, "approval_expired", until.toString()));
            case Retries.Outcome.NothingFailed _ ->
                problems.answer(request, Problem.of(HttpStatus.CONFLICT, "nothing_failed"));
            case Retries.Outcome.NotFinished(Stage stage) ->
                problems.answer(request, Problem.of(HttpStatus.CONFLICT, "not_finished", stage.name()));
            case Retries.Outcome.NoSuchBatch _ ->
                problems.answer(request, Problem.of(HttpStatus.NOT_FOUND, "not_found"));
            case Retries.Outcome.ChainSilent(String _) ->
                problems.answer(request, Problem.of(HttpStatus.SERVICE_UNAVAILABLE, "chain_unavailable"));
        });
    }

    @PostMapping("/cancel")
    ResponseEntity<Object> cancel(Caller caller, @PathVariable UUID id, HttpServletRequest request) {
        Rights.require(caller, Permission.PAYOUTS_WRITE);
        var key = RequestKey.of(request, caller, "POST /payout-batches/{id}/cancel", id);
        var keyed = cancellations.cancel(caller, id, Optional.of(key));
        return RequestKey.answer(problems, request, keyed, outcome -> switch (outcome) {
            case Cancellations.Outcome.Cancelled(Stage stage) ->
                ResponseEntity.ok(new CancelView(stage.name(), null, List.of()));
            case Cancellations.Outcome.Requested(List<Hash32> ids, Instant until) ->
                ResponseEntity.accepted()
                        .body(new CancelView(
                                "CANCEL_REQUESTED",
                                until,
                                ids.stream().map(Hash32::hex).toList()));
            case Cancellations.Outcome.AlreadyOver(Stage stage) ->
                problems.answer(request, Problem.of(HttpStatus.CONFLICT, "already_over", stage.name()));
            case Cancellations.Outcome.NoSuchBatch _ ->
                problems.answer(request, Problem.of(HttpStatus.NOT_FOUND, "not_found"));
        });
    }
}
