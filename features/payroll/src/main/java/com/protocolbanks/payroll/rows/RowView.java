package com.protocolbanks.payroll.rows;

import com.protocolbanks.payroll.cells.CellKind;

/** One line of a payroll, seen by the meaning of its columns; may be a reused view, valid during one call only. */
public interface RowView {
    /** The line's number as the person sees it, from 1. */
    int number();

    /** Whether the person could not see the line. */
    boolean hidden();

    CellKind kind(Column column);

    /** The cell's text, stripped of outer white space; empty when there is none. */
    String text(Column column);

    /** What the person calls the column: its letter, or a JSON field's name. */
    String label(Column column);
}
