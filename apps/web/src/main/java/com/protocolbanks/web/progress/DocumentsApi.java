package com.protocolbanks.web.progress;

import com.protocolbanks.identity.Caller;
import com.protocolbanks.identity.Permission;
import com.protocolbanks.payroll.documents.DocumentStore;
import com.protocolbanks.payroll.documents.DocumentStore.Download;
import com.protocolbanks.web.api.Rights;
import com.protocolbanks.web.language.Language;
import com.protocolbanks.web.language.Languages;
import com.protocolbanks.web.problem.Problem;
import com.protocolbanks.web.problem.ProblemWriter;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Documents of completed batches, in the language asked for by {@code ?language=} or else the reader's. */
@RestController
@RequestMapping("/api/v1/payout-batches/{id}")
class DocumentsApi {
    private static final MediaType CSV = MediaType.parseMediaType("text/csv;charset=UTF-8");

    private final DocumentStore documents;
    private final ProblemWriter problems;
    private final Languages languages;

    DocumentsApi(DocumentStore documents, ProblemWriter problems, Languages languages) {
        this.documents = documents;
        this.problems = problems;
        this.languages = languages;
    }

    @GetMapping("/report.pdf")
    ResponseEntity<Object> report(
            Caller caller, @PathVariable UUID id, @RequestParam Optional<String> language, HttpServletRequest request) {
        Rights.require(caller, Permission.PAYOUTS_READ);
        return answer(
                request,
                documents.report(caller.orgId(), id, locale(language, request)),
                MediaType.APPLICATION_PDF,
                "report-" + id + ".pdf");
    }

    @GetMapping("/items.csv")
    ResponseEntity<Object> items(
            Caller caller, @PathVariable UUID id, @RequestParam Optional<String> language, HttpServletRequest request) {
        Rights.require(caller, Permission.PAYOUTS_READ);
        return answer(
                request,
                documents.itemsCsv(caller.orgId(), id, locale(language, request)),
                CSV,
                "items-" + id + ".csv");
    }

    @GetMapping("/journal.csv")
    ResponseEntity<Object> journal(
            Caller caller, @PathVariable UUID id, @RequestParam Optional<String> language, HttpServletRequest request) {
        Rights.require(caller, Permission.PAYOUTS_READ);
        return answer(
                request,
                documents.journal(caller.orgId(), id, locale(language, request)),
                CSV,
                "journal-" + id + ".csv");
    }

    @GetMapping("/items/{itemId}/payslip.pdf")
    ResponseEntity<Object> payslip(
            Caller caller,
            @PathVariable UUID id,
            @PathVariable UUID itemId,
            @RequestParam Optional<String> language,
            HttpServletRequest request) {
        Rights.require(caller, Permission.PAYOUTS_READ);
        return answer(
                request,
                documents.payslip(caller.orgId(), id, itemId, locale(language, request)),
                MediaType.APPLICATION_PDF,
                "payslip-" + itemId + ".pdf");
    }

    private Locale locale(Optional<String> asked, HttpServletRequest request) {
        return asked.flatMap(Language::of)
                .orElseGet(() -> languages.of(request))
                .locale();
    }

    private ResponseEntity<Object> answer(HttpServletRequest request, Download download, MediaType type, String name) {
        return switch (download) {
            case Download.Ready(var bytes, var digest) ->
                ResponseEntity.ok()
                        .contentType(type)
                        .cacheControl(CacheControl.noStore())
                        .header(
                                HttpHeaders.CONTENT_DISPOSITION,
                                ContentDisposition.attachment()
                                        .filename(name)
                                        .build()
                                        .toString())
                        .header("X-Document-SHA256", digest.hex())
                        .body(bytes);
            case Download.Missing _ -> problems.answer(request, Problem.of(HttpStatus.NOT_FOUND, "not_found"));
            case Download.NotCompleted(var status) ->
                problems.answer(request, Problem.of(HttpStatus.CONFLICT, "not_completed", status));
            case Download.Differs(var issued, var found) ->
                problems.answer(
                        request,
                        Problem.of(HttpStatus.CONFLICT, "document_differs", issued.hex() + " / " + found.hex()));
        };
    }
}
