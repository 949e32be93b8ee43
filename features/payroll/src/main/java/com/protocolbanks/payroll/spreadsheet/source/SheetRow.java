package com.protocolbanks.payroll.spreadsheet.source;

import com.protocolbanks.payroll.cells.CellKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One row of a table; the reader fills the same object again and again. */
public final class SheetRow {
    private final CellKind[] kinds;
    private final String[] texts;
    private int number;
    private boolean hidden;
    private int width;
    private int fields;

    SheetRow(int columns) {
        kinds = new CellKind[columns];
        texts = new String[columns];
        clear(0, false);
    }

    void clear(int rowNumber, boolean rowHidden) {
        number = rowNumber;
        hidden = rowHidden;
        width = 0;
        fields = 0;
        Arrays.fill(kinds, CellKind.EMPTY);
        Arrays.fill(texts, "");
    }

    void set(int column, CellKind kind, String text) {
        kinds[column] = kind;
        texts[column] = text;
        width = Math.max(width, column + 1);
    }

    void fields(int count) {
        fields = count;
    }

    /** How many cells a CSV line wrote, empty ones counted; 0 in a workbook. */
    public int fields() {
        return fields;
    }

    /** From 1, as the person sees it. */
    public int number() {
        return number;
    }

    public boolean hidden() {
        return hidden;
    }

    /** One more than the last column that has anything. */
    public int width() {
        return width;
    }

    public CellKind kind(int column) {
        return column < kinds.length ? kinds[column] : CellKind.EMPTY;
    }

    /** Stripped of outer white space; empty for an empty cell. */
    public String text(int column) {
        return column < texts.length ? texts[column] : "";
    }

    /** The texts up to the last one. */
    public List<String> texts() {
        return new ArrayList<>(Arrays.asList(texts).subList(0, width));
    }
}
