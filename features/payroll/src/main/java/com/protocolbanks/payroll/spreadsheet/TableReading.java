package com.protocolbanks.payroll.spreadsheet;

import com.protocolbanks.payroll.problems.Findings;
import com.protocolbanks.payroll.problems.Place;
import com.protocolbanks.payroll.problems.ProblemCode;
import com.protocolbanks.payroll.rows.Column;
import com.protocolbanks.payroll.rows.ReadingContext;
import com.protocolbanks.payroll.rows.RowChecks;
import com.protocolbanks.payroll.rows.RowsResult;
import com.protocolbanks.payroll.spreadsheet.source.CellName;
import com.protocolbanks.payroll.spreadsheet.source.RowSink;
import com.protocolbanks.payroll.spreadsheet.source.SheetFacts;
import com.protocolbanks.payroll.spreadsheet.source.SheetRow;
import com.protocolbanks.payroll.spreadsheet.source.UnreadableFile;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes the rows under a header and checks each. */
final class TableReading implements RowSink {
    /** Columns of numbers, which may rightly stand beside the amount. */
    private static final Set<Column> NUMBERS = EnumSet.of(Column.EMPLOYEE_NUMBER, Column.ACCOUNT, Column.BANK_CODE);

    private final String sheet;
    private final Header header;
    private final Map<Column, Integer> places;
    /** Where an amount torn in two by its separator would have its second half; -1 when a number may stand there. */
    private final int torn;

    private final int rowLimit;
    private final Findings findings;
    private final RowChecks checks;
    private int rows;
    private @Nullable MappedRow mapped;

    TableReading(String sheet, Header header, int rowLimit, Findings findings, ReadingContext context) {
        this.sheet = sheet;
        this.header = header;
        this.places = header.places();
        this.torn = torn(places);
        this.rowLimit = rowLimit;
        this.findings = findings;
        this.checks = new RowChecks(context, findings, sheet);
    }

    @Override
    public boolean row(SheetRow row) throws UnreadableFile {
        if (row.number() <= header.row()) {
            return true;
        }
        // The source fills the same row object every time, so one view of it serves them all.
        if (mapped == null) {
            mapped = new MappedRow(row, places);
        }
        if (mapped.blank()) {
            return true;
        }
        if (++rows > rowLimit) {
            throw new UnreadableFile(ProblemCode.TOO_MANY_ROWS, "> " + rowLimit, rowLimit);
        }
        if (shaped(row)) {
            checks.check(mapped);
        }
        return true;
    }

    RowsResult finish(SheetFacts facts) {
        if (rows == 0) {
            findings.add(new Place(sheet, header.row(), ""), ProblemCode.NO_ROWS, "0");
        }
        for (int place : places.values()) {
            if (facts.hiddenColumns().get(place)) {
                findings.add(
                        new Place(sheet, header.row(), CellName.letters(place)),
                        ProblemCode.HIDDEN_COLUMN,
                        header.cells().get(place));
            }
        }
        facts.merged().stream()
                .filter(range -> range.lastRow() >= header.row())
                .filter(this::overMappedColumn)
                .forEach(range -> findings.add(
                        new Place(sheet, range.firstRow(), CellName.letters(range.firstColumn())),
                        ProblemCode.MERGED_CELL,
                        CellName.letters(range.firstColumn()) + range.firstRow() + ":"
                                + CellName.letters(range.lastColumn()) + range.lastRow()));
        return checks.finish();
    }

    private boolean overMappedColumn(SheetFacts.Range range) {
        for (int place : places.values()) {
            if (place >= range.firstColumn() && place <= range.lastColumn()) {
                return true;
            }
        }
        return false;
    }

    /** Whether a CSV line has the cells its header promises and no amount torn in two by its own separator. */
    private boolean shaped(SheetRow row) {
        if (row.fields() == 0) {
            return true;
        }
        Place place = new Place(sheet, row.number(), "");
        if (row.fields() > header.fields()) {
            findings.add(place, ProblemCode.ROW_WIDTH, String.valueOf(row.fields()), header.fields());
            return false;
        }
        if (torn > 0
                && row.text(torn - 1).matches("[0-9]{1,12}")
                && row.text(torn).matches("[0-9]{1,3}(\\.[0-9]+)?")) {
            findings.add(
                    place.at(CellName.letters(torn - 1)),
                    ProblemCode.AMOUNT_CUT,
                    row.text(torn - 1) + "," + row.text(torn));
            return false;
        }
        return true;
    }

    private static int torn(Map<Column, Integer> places) {
        int beside = places.getOrDefault(Column.AMOUNT, -2) + 1;
        boolean number = NUMBERS.stream().map(places::get).anyMatch(place -> place != null && place == beside);
        return number ? -1 : beside;
    }
}
