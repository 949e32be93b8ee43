package com.protocolbanks.pb.check.independent;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Holds a finished demonstration against its workbook and the chain. */
public final class DemoVerdict {
    private static final int TOKEN_DECIMALS = 6;
    private static final BigInteger FUNDS = BigInteger.TEN.pow(6 + TOKEN_DECIMALS);
    private static final JsonMapper JSON = JsonMapper.shared();

    private final List<String> differences = new ArrayList<>();
    private final JsonNode summary;
    private final WorkbookExpectation expected;
    private final Set<String> refused = new HashSet<>();

    private DemoVerdict(JsonNode summary, WorkbookExpectation expected) {
        this.summary = summary;
        this.expected = expected;
    }

    /** The differences found, each as a sentence; none when everything is as the workbook says. */
    public static List<String> differences(Path summaryFile, Path samples) throws IOException, InterruptedException {
        var summary = JSON.readTree(summaryFile.toFile());
        var token = summary.path("payroll").path("tokenSymbol").asString();
        var expected = WorkbookExpectation.read(samples.resolve("payroll-25.xlsx"), token, TOKEN_DECIMALS);
        var verdict = new DemoVerdict(summary, expected);
        for (var entry :
                JSON.readTree(samples.resolve("refused-recipients.json").toFile())) {
            verdict.refused.add(entry.path("address").asString().toLowerCase(Locale.ROOT));
        }
        verdict.counts();
        verdict.balances();
        verdict.documents();
        verdict.differences.addAll(BillingVerdict.differences(summary));
        return List.copyOf(verdict.differences);
    }

    private void counts() {
        var payroll = summary.path("payroll");
        same("status", "COMPLETED", payroll.path("status").asString());
        same("items", 25, payroll.path("items").asInt());
        same("paid items", 22, payroll.path("success").asInt());
        same("failed items", 3, payroll.path("failed").asInt());
    }

    private void balances() throws IOException, InterruptedException {
        var reader = new BalanceReader(URI.create(summary.path("rpcUrl").asString()));
        var wallet = summary.path("organization").path("walletAddress").asString();
        for (var token : summary.path("contracts").path("tokens").properties()) {
            var payments = expected.payments().stream()
                    .filter(payment -> payment.asset().equals(token.getKey()))
                    .toList();
            if (payments.isEmpty()) {
                continue;
            }
            var paid = BigInteger.ZERO;
            for (var payment : payments) {
                var due = refused.contains(payment.address()) ? BigInteger.ZERO : payment.units();
                paid = paid.add(due);
                same(
                        token.getKey() + " of " + payment.name(),
                        due,
                        reader.balance(token.getValue().asString(), payment.address()));
            }
            same(
                    token.getKey() + " left in the company's wallet",
                    FUNDS.subtract(paid).subtract(lent(token.getValue().asString())),
                    reader.balance(token.getValue().asString(), wallet));
        }
    }

    /** What the wallet put into the agent's channel of that token. */
    private BigInteger lent(String token) {
        return summary.path("billing").path("token").asString().equalsIgnoreCase(token)
                ? BillingVerdict.deposited(summary)
                : BigInteger.ZERO;
    }

    private void documents() throws IOException {
        var payroll = summary.path("payroll");
        pdf(Path.of(payroll.path("report").asString()));
        try (var payslips = Files.list(Path.of(payroll.path("payslips").asString()))) {
            var files = payslips.toList();
            same("payslips", 25, files.size());
            for (var file : files) {
                pdf(file);
            }
        }
        var fiat = expected.payments().stream()
                .filter(payment -> payment.asset().equals("FIAT"))
                .map(WorkbookExpectation.Payment::units)
                .reduce(BigInteger.ZERO, BigInteger::add);
        var sum = "<CtrlSum>" + new BigDecimal(fiat, 2).toPlainString() + "</CtrlSum>";
        if (!Files.readString(Path.of(payroll.path("fiatFile").asString())).contains(sum)) {
            differences.add("the bank's file does not say " + sum);
        }
    }

    private void pdf(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            if (!new String(in.readNBytes(5), StandardCharsets.US_ASCII).equals("%PDF-")) {
                differences.add(file + " is not a PDF");
            }
        }
    }

    private void same(String what, Object expectation, Object found) {
        if (!expectation.equals(found)) {
            differences.add(what + ": expected " + expectation + ", found " + found);
        }
    }
}
