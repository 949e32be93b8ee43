package com.protocolbanks.web.pages;

import com.protocolbanks.identity.Caller;
import com.protocolbanks.identity.Permission;
import com.protocolbanks.payroll.Payroll;
import com.protocolbanks.payroll.Submission;
import com.protocolbanks.payroll.SubmitResult;
import com.protocolbanks.payroll.editing.EditableRows;
import com.protocolbanks.payroll.spreadsheet.GridReader;
import com.protocolbanks.payroll.tokens.Tokens;
import com.protocolbanks.web.api.Findings;
import com.protocolbanks.web.api.Rights;
import com.protocolbanks.web.problem.Problem;
import com.protocolbanks.web.problem.RefusedRequest;
import com.protocolbanks.web.screens.Screens;
import com.protocolbanks.web.submission.SubmissionBody;
import com.protocolbanks.web.submission.Uploads;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;

/**
 * From a dropped file to a payroll without errors, and from a stored one to its next version; nothing is stored before the
 * person submits.
 */
@Controller
class NewPayrollPage {
    private final Payroll payroll;
    private final EditableRows editable;
    private final Tokens tokens;
    private final Uploads uploads;
    private final Screens screens;

    NewPayrollPage(Payroll payroll, EditableRows editable, Tokens tokens, Uploads uploads, Screens screens) {
        this.payroll = payroll;
        this.editable = editable;
        this.tokens = tokens;
        this.uploads = uploads;
        this.screens = screens;
    }

    /**
     * What looking at a file came to.
     *
     * @param grid null when no table was found
     * @param problems what must be repaired or decided; empty when it can be submitted
     * @param accepted what submitting would say; null while there are problems
     */
    record Checked(
            GridReader.@Nullable Grid grid,
            List<Problem.FieldError> problems,
            @Nullable Accepted accepted) {}

    record Accepted(String total, String symbol, int people, List<Problem.FieldError> warnings) {}

    @GetMapping("/payouts/new")
    ModelAndView form(Caller caller, HttpServletRequest request) {
        Rights.require(caller, Permission.PAYOUTS_WRITE);
        return screens.page(
                request, "payouts/new", Map.of("tokens", tokens.list(caller.orgId()), "batch", Optional.empty()));
    }

    @GetMapping("/payouts/{id}/edit")
    ModelAndView edit(Caller caller, @PathVariable UUID id, HttpServletRequest request) {
        Rights.require(caller, Permission.PAYOUTS_WRITE);
        var batch = editable.find(caller.orgId(), id).orElseThrow(Rights::absent);
        return screens.page(
                request, "payouts/new", Map.of("tokens", tokens.list(caller.orgId()), "batch", Optional.of(batch)));
    }

    /** The rows of a batch as the page above reads them. */
    @GetMapping(path = "/payouts/{id}/rows.csv", produces = "text/csv;charset=UTF-8")
    @ResponseBody
    byte[] rows(Caller caller, @PathVariable UUID id) {
        Rights.require(caller, Permission.PAYOUTS_WRITE);
        return editable.csv(editable.find(caller.orgId(), id).orElseThrow(Rights::absent));
    }

    @PostMapping("/payouts/check")
    @ResponseBody
    Checked check(
            Caller caller,
            @RequestParam("file") MultipartFile file,
            @RequestParam(defaultValue = "") String tokenSymbol,
            @RequestParam(defaultValue = "") String payPeriod,
            @RequestParam(defaultValue = "") String confirm,
            @RequestParam(defaultValue = "") String encoding,
            @RequestParam Optional<UUID> batch,
            HttpServletRequest request)
            throws IOException {
        Rights.require(caller, Permission.PAYOUTS_WRITE);
        var locale = screens.pageOf(request).language().locale();
        try (var kept = uploads.keep(file)) {
            var upload = kept.upload(encoding);
            var submission = new Submission(
                    tokenSymbol,
                    SubmissionBody.period(payPeriod),
                    upload,
                    SubmissionBody.codes(Arrays.asList(confirm.split(","))),
                    Optional.empty());
            var grid = uploads.grid(upload.file()).orElse(null);
            return switch (batch.map(id -> payroll.rehearseEdit(caller, id, submission))
                    .orElseGet(() -> payroll.rehearse(caller, submission))) {
                case SubmitResult.Accepted(var found) ->
                    new Checked(
                            grid,
                            List.of(),
                            new Accepted(
                                    found.totalAmount().toPlainString(),
                                    found.tokenSymbol(),
                                    found.itemCount(),
                                    Findings.in(locale, found.warnings())));
                case SubmitResult.NoSuchBatch _ -> throw Rights.absent();
                case SubmitResult.NotEditable(var stage) ->
                    throw new RefusedRequest(Problem.of(HttpStatus.CONFLICT, "batch_not_editable", stage.name()));
                case SubmitResult.Refused(var found) -> new Checked(grid, Findings.in(locale, found), null);
                case SubmitResult.InProgress _, SubmitResult.KeyReused _ ->
                    throw new IllegalStateException("a rehearsal carries no key");
            };
        }
    }
}
