package com.protocolbanks.payroll.spreadsheet;

import com.protocolbanks.payroll.problems.Findings;
import com.protocolbanks.payroll.problems.ProblemCode;
import com.protocolbanks.payroll.rows.ReadingContext;
import com.protocolbanks.payroll.rows.RowsResult;
import com.protocolbanks.payroll.spreadsheet.source.CsvTable;
import com.protocolbanks.payroll.spreadsheet.source.FileKind;
import com.protocolbanks.payroll.spreadsheet.source.ReadingLimits;
import com.protocolbanks.payroll.spreadsheet.source.SheetFacts;
import com.protocolbanks.payroll.spreadsheet.source.UnreadableFile;
import com.protocolbanks.payroll.spreadsheet.source.XlsxBook;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Reads {@code .xlsx} and {@code .csv} payrolls of unknown origin; whatever is in them, the answer is a {@link ReadResult}. */
public final class PayrollReader {
    private final ReadingLimits limits;

    public PayrollReader(ReadingLimits limits) {
        this.limits = limits;
    }

    /**
     * Reads the file whole: every row, or every problem up to the context's limit.
     *
     * @throws UncheckedIOException when the disk fails, never because of what the file holds
     */
    public ReadResult read(PayrollFile file, ReadingContext context) {
        try {
            long size = Files.size(file.path());
            if (size > limits.archive().fileBytes()) {
                throw new UnreadableFile(
                        ProblemCode.FILE_TOO_LARGE,
                        String.valueOf(size),
                        limits.archive().fileBytes());
            }
            return switch (FileKind.of(file.path())) {
                case XLSX -> workbook(file, context);
                case CSV -> csv(file, context);
            };
        } catch (UnreadableFile e) {
            return new ReadResult.Problems(Optional.empty(), List.of(e.problem()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ReadResult workbook(PayrollFile file, ReadingContext context) throws IOException {
        Findings findings = new Findings(context.confirmed(), context.problemLimit());
        try (XlsxBook book = XlsxBook.open(file.path(), limits)) {
            Optional<SheetChoice> choice = SheetChoice.of(book, findings);
            if (choice.isEmpty()) {
                return new ReadResult.Problems(Optional.empty(), findings.problems());
            }
            XlsxBook.Sheet sheet = choice.get().sheet();
            return table(
                    choice.get().header(),
                    sheet.name(),
                    new Reading(file.path(), findings, context),
                    sink -> book.read(sheet, sink));
        }
    }

    private ReadResult csv(PayrollFile file, ReadingContext context) throws IOException {
        CsvTable table = new CsvTable(file.path(), file.charset(), limits.table());
        char separator = table.separator(Header::score);
        HeaderSearch search = new HeaderSearch();
        table.read(separator, search);
        Findings findings = new Findings(context.confirmed(), context.problemLimit());
        Optional<Header> header = search.best();
        if (header.isEmpty()) {
            search.missing("").forEach(findings::add);
            return new ReadResult.Problems(Optional.empty(), findings.problems());
        }
        return table(header.get(), "", new Reading(file.path(), findings, context), sink -> {
            table.read(separator, sink);
            return SheetFacts.none();
        });
    }

    /** One upload being read. */
    private record Reading(Path file, Findings findings, ReadingContext context) {}

    /** A pass over all rows of the chosen table. */
    private interface Pass {
        SheetFacts over(TableReading rows) throws IOException;
    }

    private ReadResult table(Header header, String sheet, Reading reading, Pass pass) throws IOException {
        Layout layout = header.layout(sheet);
        Findings findings = reading.findings;
        header.problems(sheet).forEach(findings::add);
        if (!findings.problems().isEmpty()) {
            return new ReadResult.Problems(Optional.of(layout), findings.problems());
        }
        TableReading rows = new TableReading(sheet, header, limits.table().rows(), findings, reading.context);
        try {
            SheetFacts facts = pass.over(rows);
            return switch (rows.finish(facts)) {
                case RowsResult.Rows(var list, var total, var warnings) ->
                    new ReadResult.Rows(new ReadResult.File(layout, sha256(reading.file)), list, total, warnings);
                case RowsResult.Problems(var problems) -> new ReadResult.Problems(Optional.of(layout), problems);
            };
        } catch (UnreadableFile e) {
            findings.ended(e.problem());
            return new ReadResult.Problems(Optional.of(layout), findings.problems());
        }
    }

    private static String sha256(Path file) throws IOException {
        try (DigestInputStream in =
                new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
