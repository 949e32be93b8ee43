package com.protocolbanks.payroll.spreadsheet;

import com.protocolbanks.payroll.rows.Column;
import java.util.List;

/**
 * How the columns of a file were understood; shown to the person before anything is stored.
 *
 * @param sheet empty for CSV
 * @param headerRow from 1
 * @param columns in the file's order
 */
public record Layout(String sheet, int headerRow, List<Guess> columns) {
    public Layout {
        columns = List.copyOf(columns);
    }

    /**
     * One column's meaning.
     *
     * @param letter as the spreadsheet names it, {@code A} for the first
     * @param header as written in the file
     */
    public record Guess(Column meaning, String letter, String header) {}
}
