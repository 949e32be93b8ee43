package com.protocolbanks.payroll.problems;

/**
 * Where something was found.
 *
 * @param sheet the sheet's name; empty for CSV and JSON
 * @param row the row's number as the person sees it, from 1; 0 for the whole file
 * @param column the column's letter, or the field's name in JSON; empty for the whole row
 */
public record Place(String sheet, int row, String column) {
    public static final Place FILE = new Place("", 0, "");

    /** The same row at another column. */
    public Place at(String otherColumn) {
        return new Place(sheet, row, otherColumn);
    }
}
