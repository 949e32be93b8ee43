package com.protocolbanks.web.sessionkeys;

import com.protocolbanks.billing.keys.BillingToken;
import com.protocolbanks.billing.keys.SessionKeys;
import com.protocolbanks.billing.usage.Receipts;
import com.protocolbanks.identity.Caller;
import com.protocolbanks.identity.Permission;
import com.protocolbanks.web.api.Rights;
import com.protocolbanks.x402.receipts.UsageReceipt;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/**
 * All receipts of a session key as a table for spreadsheets: UTF-8 with a byte order mark, commas, CRLF (RFC 4180). A cell
 * that a spreadsheet would take for a formula is made text by a leading apostrophe.
 */
@RestController
class ReceiptsCsv {
    private static final MediaType CSV = MediaType.parseMediaType("text/csv;charset=UTF-8");
    private static final String HEAD = "\uFEFFat,channel,receipt,request,route,model,input tokens,cached tokens,"
            + "output tokens,reasoning tokens,units,charged,spent,token,outcome\r\n";
    private static final String FORMULA_STARTS = "=+-@\t\r\n";

    private final SessionKeys keys;
    private final Receipts receipts;

    ReceiptsCsv(SessionKeys keys, Receipts receipts) {
        this.keys = keys;
        this.receipts = receipts;
    }

    @GetMapping("/api/v1/session-keys/{id}/receipts.csv")
    ResponseEntity<StreamingResponseBody> receipts(Caller caller, @PathVariable UUID id) {
        Rights.require(caller, Permission.SESSION_KEYS_READ);
        var token = keys.find(caller.orgId(), id).orElseThrow(Rights::absent).token();
        return ResponseEntity.ok()
                .contentType(CSV)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"receipts-" + id + ".csv\"")
                .body(out -> {
                    var table = new PrintWriter(out, false, StandardCharsets.UTF_8);
                    table.print(HEAD);
                    receipts.each(caller.orgId(), id, receipt -> table.print(line(receipt, token)));
                    table.flush();
                });
    }

    /** One line; amounts are in the token. */
    static String line(UsageReceipt receipt, BillingToken token) {
        var body = receipt.body();
        var usage = body.usage();
        return Stream.of(
                        body.at().toString(),
                        body.channelId().hex(),
                        Long.toString(receipt.seq()),
                        body.requestId(),
                        body.route(),
                        body.model(),
                        Long.toString(usage.inputTokens()),
                        Long.toString(usage.cachedTokens()),
                        Long.toString(usage.outputTokens()),
                        Long.toString(usage.reasoningTokens()),
                        Long.toString(usage.units()),
                        token.decimal(body.charged()).toPlainString(),
                        token.decimal(receipt.spent()).toPlainString(),
                        token.symbol(),
                        body.outcome().name())
                .map(ReceiptsCsv::cell)
                .collect(Collectors.joining(",", "", "\r\n"));
    }

    private static String cell(String text) {
        String harmless = !text.isEmpty() && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        boolean quoted = harmless.chars().anyMatch(one -> one == ',' || one == '"' || one == '\r' || one == '\n');
        return quoted ? '"' + harmless.replace("\"", "\"\"") + '"' : harmless;
    }
}
