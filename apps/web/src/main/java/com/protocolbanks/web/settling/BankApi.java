package com.protocolbanks.web.settling;

import com.protocolbanks.identity.Caller;
import com.protocolbanks.identity.Permission;
import com.protocolbanks.payroll.Batches;
import com.protocolbanks.payroll.Stage;
import com.protocolbanks.payroll.fiat.BankFiles;
import com.protocolbanks.payroll.fiat.FiatRail;
import com.protocolbanks.payroll.fiat.FiatResults;
import com.protocolbanks.payroll.fiat.FiatResults.Outcome;
import com.protocolbanks.payroll.fiat.FiatResults.Result;
import com.protocolbanks.web.api.Given;
import com.protocolbanks.web.api.RequestKey;
import com.protocolbanks.web.api.Rights;
import com.protocolbanks.web.problem.Problem;
import com.protocolbanks.web.problem.ProblemWriter;
import com.protocolbanks.web.problem.RefusedRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The bank's part of a batch: the file it is given, and what it answered. */
@RestController
@RequestMapping("/api/v1/payout-batches/{id}")
class BankApi {
    private final BankFiles files;
    private final FiatResults results;
    private final Batches batches;
    private final ProblemWriter problems;

    BankApi(BankFiles files, FiatResults results, Batches batches, ProblemWriter problems) {
        this.files = files;
        this.results = results;
        this.batches = batches;
        this.problems = problems;
    }

    /**
     * What became of one transfer.
     *
     * @param outcome EXECUTED or REJECTED
     * @param bankReference the bank's own reference, with EXECUTED
     * @param reason the bank's words, with REJECTED
     */
    record ResultBody(
            UUID legId,
            String outcome,
            @Nullable String bankReference,
            @Nullable String reason) {
        ResultBody {
            Given.field(legId, "legId");
            Given.field(outcome, "outcome");
        }

        Result result() {
            return switch (outcome) {
                case "EXECUTED" -> new Result.Executed(legId, words(bankReference, "bankReference"));
                case "REJECTED" -> new Result.Rejected(legId, words(reason, "reason"));
                default -> throw bad("outcome is EXECUTED or REJECTED");
            };
        }

        private static String words(@Nullable String text, String field) {
            if (text == null || text.isBlank()) {
                throw bad(field + " is missing");
            }
            return Objects.requireNonNull(text).strip();
        }

        private static RefusedRequest bad(String detail) {
            return new RefusedRequest(Problem.of(HttpStatus.BAD_REQUEST, "bad_request", detail));
        }
    }

    record ResultsBody(List<ResultBody> results) {
        ResultsBody {
            results = List.copyOf(Given.field(results, "results"));
        }
    }

    /** Where the batch stands afterwards. */
    record RecordedView(String status, String stage) {}

    @GetMapping("/fiat.xml")
    ResponseEntity<Object> file(Caller caller, @PathVariable UUID id, HttpServletRequest request) {
        Rights.require(caller, Permission.PAYOUTS_READ);
        if (batches.find(caller.orgId(), id).isEmpty()) {
            throw Rights.absent();
        }
        return switch (files.download(caller.orgId(), id)) {
            case BankFiles.Download.Ready(FiatRail.Instruction file) ->
                ResponseEntity.ok()
                        .contentType(MediaType.parseMediaType(file.mediaType()))
                        .cacheControl(CacheControl.noStore())
                        .header(
                                HttpHeaders.CONTENT_DISPOSITION,
                                ContentDisposition.attachment()
                                        .filename(file.fileName())
                                        .build()
                                        .toString())
                        .body(file.content());
            case BankFiles.Download.NothingApproved _ ->
                problems.answer(request, Problem.of(HttpStatus.CONFLICT, "bank_file_not_approved"));
            case BankFiles.Download.NoDebtorAccount _ ->
                problems.answer(request, Problem.of(HttpStatus.CONFLICT, "bank_file_no_account"));
            case BankFiles.Download.Mismatch _ ->
                problems.answer(request, Problem.of(HttpStatus.CONFLICT, "bank_file_mismatch"));
        };
    }

    @PostMapping("/fiat-results")
    ResponseEntity<Object> results(
            Caller caller, @PathVariable UUID id, @RequestBody ResultsBody body, HttpServletRequest request) {
        Rights.require(caller, Permission.FIAT_RESULTS);
        var key = RequestKey.of(request, caller, "POST /payout-batches/{id}/fiat-results", id, body);
        var keyed = results.record(
                caller, id, body.results().stream().map(ResultBody::result).toList(), Optional.of(key));
        return RequestKey.answer(problems, request, keyed, outcome -> switch (outcome) {
            case Outcome.Recorded(Stage stage) ->
                ResponseEntity.ok(new RecordedView(stage.status().name(), stage.name()));
            case Outcome.NoSuchBatch _ -> problems.answer(request, Problem.of(HttpStatus.NOT_FOUND, "not_found"));
            case Outcome.Maker _ -> problems.answer(request, Problem.of(HttpStatus.FORBIDDEN, "bank_results_maker"));
            case Outcome.NotUnderWay(Stage stage) ->
                problems.answer(request, Problem.of(HttpStatus.CONFLICT, "bank_results_not_under_way", stage.name()));
            case Outcome.UnknownLeg(UUID leg) ->
                problems.answer(
                        request,
                        Problem.of(HttpStatus.UNPROCESSABLE_CONTENT, "bank_results_unknown_leg", leg.toString()));
            case Outcome.Conflict(UUID leg) ->
                problems.answer(request, Problem.of(HttpStatus.CONFLICT, "bank_results_conflict", leg.toString()));
        });
    }
}
