package com.protocolbanks.pb.verify;

import com.protocolbanks.money.Asset;
import com.protocolbanks.payroll.problems.Problem;
import com.protocolbanks.payroll.problems.ProblemTexts;
import com.protocolbanks.payroll.spreadsheet.PayrollFile;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import tools.jackson.databind.json.JsonMapper;

/** {@code pb verify batch FILE}: totals, roots and word codes of a spreadsheet, from the spreadsheet alone. */
@Command(
        name = "batch",
        mixinStandardHelpOptions = true,
        description = {
            "Count from the original spreadsheet what the owners are asked to sign, and give the word code to compare with"
                    + " the approver's page. Nothing is asked of any server.",
            "A row without a split counts wholly in its own token: people whose split is stored with the product have to"
                    + " carry it in the file."
        })
final class VerifyBatch implements Callable<Integer> {
    private static final int DIFFERENT = 1;

    @Parameters(paramLabel = "FILE", description = "The payroll, .xlsx or .csv.")
    private Path file = Path.of("");

    @Option(
            names = "--token",
            paramLabel = "SYMBOL=DECIMALS",
            defaultValue = "USDC=6",
            converter = TokenText.class,
            description =
                    "A token rows are paid in, the batch's own first; may be given several times. Default: USDC=6")
    private List<Asset> tokens = List.of();

    @Option(
            names = "--chunk-size",
            defaultValue = "200",
            description = "Payments in one transaction. Default: ${DEFAULT-VALUE}")
    private int chunkSize;

    @Option(
            names = "--expect",
            paramLabel = "CODE",
            description = "A word code the file has to give; without it in the answer the exit code is 1.")
    private Optional<String> expected = Optional.empty();

    @Option(names = "--json", description = "The answer as one line of JSON.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by the parser before anything is called
    private CommandSpec spec;

    /** {@code USDC=6}; every token counts as one of the unit USD, as its organization has said. */
    static final class TokenText implements ITypeConverter<Asset> {
        private static final Pattern FORM = Pattern.compile("([A-Z0-9]{1,12})=([0-9]|1[0-8])");

        @Override
        public Asset convert(String text) {
            var found = FORM.matcher(text.toUpperCase(Locale.ROOT));
            if (!found.matches()) {
                throw new TypeConversionException("a token is SYMBOL=DECIMALS, such as USDC=6, not '" + text + "'");
            }
            return new Asset(found.group(1), Integer.parseInt(found.group(2)), "USD");
        }
    }

    @Override
    public Integer call() {
        if (!Files.isReadable(file)) {
            throw new ParameterException(spec.commandLine(), "there is no readable file " + file);
        }
        return switch (new FileCount(tokens, chunkSize).count(PayrollFile.of(file))) {
            case FileCount.Counted.Unreadable(var problems) -> refuse(problems);
            case FileCount.Counted.Sums(var sums, int people) -> show(sums, people);
        };
    }

    private int refuse(List<Problem> problems) {
        var words = ProblemTexts.in(Locale.ENGLISH);
        problems.forEach(problem -> spec.commandLine()
                .getErr()
                .println((problem.place().row() > 0 ? "row " + problem.place().row() + ": " : "")
                        + words.message(problem) + " " + words.repair(problem)));
        return DIFFERENT;
    }

    private int show(List<FileCount.Sum> sums, int people) {
        var out = spec.commandLine().getOut();
        if (json) {
            out.println(JsonMapper.shared()
                    .writeValueAsString(Map.of(
                            "people",
                            people,
                            "sums",
                            sums.stream().map(VerifyBatch::fields).toList())));
        } else {
            out.println("people     " + people);
            sums.forEach(sum -> print(out, sum));
        }
        boolean met = expected.isEmpty()
                || sums.stream().map(FileCount.Sum::proof).anyMatch(proof -> switch (proof) {
                    case FileCount.Proof.OnChain(var root, var code) -> code.equals(expected.get());
                    case FileCount.Proof.AtBank _ -> false;
                });
        if (!met) {
            spec.commandLine().getErr().println("NOT SO: no part of this file has the word code " + expected.get());
        }
        return met ? 0 : DIFFERENT;
    }

    private static void print(PrintWriter out, FileCount.Sum sum) {
        out.println();
        out.println("pays       " + sum.total().toPlainString() + " "
                + sum.asset().symbol() + " in " + sum.payments() + (sum.payments() == 1 ? " payment" : " payments"));
        switch (sum.proof()) {
            case FileCount.Proof.OnChain(var root, var code) -> {
                out.println("root       " + root.hex());
                out.println("word code  " + code);
            }
            case FileCount.Proof.AtBank _ -> out.println("by         the bank; compare the total");
        }
    }

    private static Map<String, Object> fields(FileCount.Sum sum) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("asset", sum.asset().symbol());
        fields.put("payments", sum.payments());
        fields.put("total", sum.total().toPlainString());
        switch (sum.proof()) {
            case FileCount.Proof.OnChain(var root, var code) -> {
                fields.put("rail", "CHAIN");
                fields.put("root", root.hex());
                fields.put("wordCode", code);
            }
            case FileCount.Proof.AtBank _ -> fields.put("rail", "BANK");
        }
        return fields;
    }
}
