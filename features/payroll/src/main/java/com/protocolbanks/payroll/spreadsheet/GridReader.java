package com.protocolbanks.payroll.spreadsheet;

import com.protocolbanks.payroll.cells.CellKind;
import com.protocolbanks.payroll.problems.Findings;
import com.protocolbanks.payroll.spreadsheet.source.CsvTable;
import com.protocolbanks.payroll.spreadsheet.source.FileKind;
import com.protocolbanks.payroll.spreadsheet.source.ReadingLimits;
import com.protocolbanks.payroll.spreadsheet.source.RowSink;
import com.protocolbanks.payroll.spreadsheet.source.SheetRow;
import com.protocolbanks.payroll.spreadsheet.source.UnreadableFile;
import com.protocolbanks.payroll.spreadsheet.source.XlsxBook;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Shows a payroll file's cells as text, to be repaired in place; what is wrong with them {@link PayrollReader} says. */
public final class GridReader {
    /** What a spreadsheet program shows of a number. */
    private static final MathContext SEEN = new MathContext(15, RoundingMode.HALF_UP);

    private final ReadingLimits limits;
    private final int most;

    /** @param most lines that are shown; the rest of a longer file is left out */
    public GridReader(ReadingLimits limits, int most) {
        this.limits = limits;
        this.most = most;
    }

    /**
     * The cells.
     *
     * @param layout how the columns are understood
     * @param header the texts of the header's row
     * @param whole false when lines were left out
     */
    public record Grid(Layout layout, List<String> header, List<Line> lines, boolean whole) {}

    /** One line; {@code row} is its number in the file. */
    public record Line(int row, List<String> cells) {}

    /** The grid; empty when the file holds no table with a known header. */
    public Optional<Grid> read(PayrollFile file) {
        try {
            if (Files.size(file.path()) > limits.archive().fileBytes()) {
                return Optional.empty();
            }
            return switch (FileKind.of(file.path())) {
                case XLSX -> workbook(file);
                case CSV -> csv(file);
            };
        } catch (UnreadableFile e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<Grid> workbook(PayrollFile file) throws IOException {
        try (XlsxBook book = XlsxBook.open(file.path(), limits)) {
            var choice = SheetChoice.of(book, new Findings(Set.of(), 1));
            if (choice.isEmpty()) {
                return Optional.empty();
            }
            var lines = new Lines(choice.get().header());
            var sheet = choice.get().sheet();
            book.read(sheet, lines);
            return Optional.of(lines.grid(sheet.name()));
        }
    }

    private Optional<Grid> csv(PayrollFile file) throws IOException {
        var table = new CsvTable(file.path(), file.charset(), limits.table());
        char separator = table.separator(Header::score);
        var search = new HeaderSearch();
        table.read(separator, search);
        var header = search.best();
        if (header.isEmpty()) {
            return Optional.empty();
        }
        var lines = new Lines(header.get());
        table.read(separator, lines);
        return Optional.of(lines.grid(""));
    }

    private final class Lines implements RowSink {
        private final Header header;
        private final List<Line> lines = new ArrayList<>();
        private boolean whole = true;

        private Lines(Header header) {
            this.header = header;
        }

        @Override
        public boolean row(SheetRow row) {
            if (row.number() <= header.row()) {
                return true;
            }
            if (lines.size() == most) {
                whole = false;
                return false;
            }
            List<String> cells = new ArrayList<>();
            for (int i = 0; i < header.cells().size(); i++) {
                cells.add(row.kind(i) == CellKind.NUMBER ? seen(row.text(i)) : row.text(i));
            }
            if (cells.stream().anyMatch(cell -> !cell.isEmpty())) {
                lines.add(new Line(row.number(), List.copyOf(cells)));
            }
            return true;
        }

        private Grid grid(String sheet) {
            return new Grid(header.layout(sheet), header.cells(), List.copyOf(lines), whole);
        }
    }

    private static String seen(String number) {
        try {
            var exact = new BigDecimal(number);
            return Math.abs(exact.scale()) > 40
                    ? number
                    : exact.round(SEEN).stripTrailingZeros().toPlainString();
        } catch (NumberFormatException e) {
            return number;
        }
    }
}
