package com.protocolbanks.payroll.cells;

/** What stands in a cell, as far as money must care. */
public enum CellKind {
    EMPTY,
    TEXT,
    /** A number; its text is the exact decimal the file holds. */
    NUMBER,
    DATE,
    /** A number shown as a percentage, so 0.8 was seen as 80 %. */
    PERCENT,
    /** A formula; its text is the result the spreadsheet program last computed. */
    FORMULA,
    /** An error such as {@code #REF!}. */
    ERROR
}
