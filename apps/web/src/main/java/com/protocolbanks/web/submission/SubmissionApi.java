package com.protocolbanks.web.submission;

import com.protocolbanks.identity.Caller;
import com.protocolbanks.identity.Permission;
import com.protocolbanks.payroll.Payroll;
import com.protocolbanks.payroll.Submission;
import com.protocolbanks.payroll.SubmitResult;
import com.protocolbanks.web.api.Findings;
import com.protocolbanks.web.api.RequestKey;
import com.protocolbanks.web.api.Rights;
import com.protocolbanks.web.language.Languages;
import com.protocolbanks.web.problem.Problem;
import com.protocolbanks.web.problem.ProblemWriter;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** Submitting payrolls, and changing one that nobody has fully approved yet. */
@RestController
@RequestMapping("/api/v1/payout-batches")
class SubmissionApi {
    private static final String ROUTE = "POST /payout-batches";

    private final Payroll payroll;
    private final Uploads uploads;
    private final ProblemWriter problems;
    private final Languages languages;

    SubmissionApi(Payroll payroll, Uploads uploads, ProblemWriter problems, Languages languages) {
        this.payroll = payroll;
        this.uploads = uploads;
        this.problems = problems;
        this.languages = languages;
    }

    /** What was accepted; accepted is not paid. */
    record AcceptedView(
            UUID id,
            String status,
            String totalAmount,
            String tokenSymbol,
            int itemCount,
            List<Problem.FieldError> warnings) {}

    @PostMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    ResponseEntity<Object> upload(
            Caller caller,
            @RequestParam("file") MultipartFile file,
            @RequestParam(required = false, defaultValue = "") String tokenSymbol,
            @RequestParam(required = false, defaultValue = "") String payPeriod,
            @RequestParam(required = false, defaultValue = "") String confirm,
            @RequestParam(required = false, defaultValue = "") String encoding,
            HttpServletRequest request)
            throws IOException {
        Rights.require(caller, Permission.PAYOUTS_WRITE);
        var key = RequestKey.of(request, ROUTE);
        try (var kept = uploads.keep(file)) {
            return submit(
                    caller,
                    new Submission(
                            tokenSymbol,
                            SubmissionBody.period(payPeriod),
                            kept.upload(encoding),
                            SubmissionBody.codes(Arrays.asList(confirm.split(","))),
                            Optional.of(key)),
                    request);
        }
    }

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Object> rows(Caller caller, @RequestBody SubmissionBody body, HttpServletRequest request) {
        Rights.require(caller, Permission.PAYOUTS_WRITE);
        return submit(caller, body.submission(Optional.of(RequestKey.of(request, ROUTE))), request);
    }

    /** The whole list anew; a signature under the list before does not count any more. */
    @PutMapping(path = "/{id}/items", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Object> replace(
            Caller caller, @PathVariable UUID id, @RequestBody SubmissionBody body, HttpServletRequest request) {
        Rights.require(caller, Permission.PAYOUTS_WRITE);
        return answer(payroll.edit(caller, id, body.submission(Optional.empty())), HttpStatus.OK, request);
    }

    @PutMapping(path = "/{id}/items", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    ResponseEntity<Object> replaceByFile(
            Caller caller,
            @PathVariable UUID id,
            @RequestParam("file") MultipartFile file,
            @RequestParam(required = false, defaultValue = "") String confirm,
            @RequestParam(required = false, defaultValue = "") String encoding,
            HttpServletRequest request)
            throws IOException {
        Rights.require(caller, Permission.PAYOUTS_WRITE);
        try (var kept = uploads.keep(file)) {
            var submission = new Submission(
                    "",
                    Optional.empty(),
                    kept.upload(encoding),
                    SubmissionBody.codes(Arrays.asList(confirm.split(","))),
                    Optional.empty());
            return answer(payroll.edit(caller, id, submission), HttpStatus.OK, request);
        }
    }

    private ResponseEntity<Object> submit(Caller caller, Submission submission, HttpServletRequest request) {
        return answer(payroll.submit(caller, submission), HttpStatus.ACCEPTED, request);
    }

    private ResponseEntity<Object> answer(SubmitResult result, HttpStatus success, HttpServletRequest request) {
        var locale = languages.of(request).locale();
        return switch (result) {
            case SubmitResult.Accepted(var batch) ->
                ResponseEntity.status(success)
                        .header("Location", "/api/v1/payout-batches/" + batch.id())
                        .body(new AcceptedView(
                                batch.id(),
                                batch.status().name(),
                                batch.totalAmount().toPlainString(),
                                batch.tokenSymbol(),
                                batch.itemCount(),
                                Findings.in(locale, batch.warnings())));
            case SubmitResult.NoSuchBatch _ -> throw Rights.absent();
            case SubmitResult.NotEditable(var stage) ->
                problems.answer(request, Problem.of(HttpStatus.CONFLICT, "batch_not_editable", stage.name()));
            case SubmitResult.Refused(var found) ->
                problems.answer(
                        request,
                        Problem.withErrors(
                                HttpStatus.UNPROCESSABLE_CONTENT, "payroll_refused", Findings.in(locale, found)));
            case SubmitResult.InProgress _ -> problems.answer(request, Problem.of(HttpStatus.CONFLICT, "in_progress"));
            case SubmitResult.KeyReused _ ->
                problems.answer(request, Problem.of(HttpStatus.CONFLICT, "idempotency_key_reused"));
        };
    }
}
