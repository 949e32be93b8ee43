package com.protocolbanks.payroll.spreadsheet.source;

import java.util.BitSet;
import java.util.List;

/**
 * What a sheet says beside its rows; complete after the last one.
 *
 * @param hiddenColumns from 0
 */
public record SheetFacts(BitSet hiddenColumns, List<Range> merged) {
    /** Of a table that says nothing beside its rows. */
    public static SheetFacts none() {
        return new SheetFacts(new BitSet(), List.of());
    }

    /** A rectangle of cells; rows from 1, columns from 0, all inclusive. */
    public record Range(int firstRow, int firstColumn, int lastRow, int lastColumn) {}
}
