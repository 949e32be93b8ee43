package com.protocolbanks.payroll.spreadsheet;

import com.protocolbanks.payroll.cells.CellKind;
import com.protocolbanks.payroll.rows.Column;
import com.protocolbanks.payroll.rows.RowView;
import com.protocolbanks.payroll.spreadsheet.source.CellName;
import com.protocolbanks.payroll.spreadsheet.source.SheetRow;

/** A sheet's row by the meaning of its columns. */
final class MappedRow implements RowView {
    private final SheetRow row;
    private final int[] places;
    private final String[] letters;

    /** @param places of the columns by ordinal, -1 for none */
    MappedRow(SheetRow row, int[] places) {
        this.row = row;
        this.places = places.clone();
        this.letters = new String[places.length];
        for (int i = 0; i < places.length; i++) {
            letters[i] = places[i] < 0 ? "" : CellName.letters(places[i]);
        }
    }

    /** Whether no column we understand has anything. */
    boolean blank() {
        for (int place : places) {
            if (place >= 0 && row.kind(place) != CellKind.EMPTY) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int number() {
        return row.number();
    }

    @Override
    public boolean hidden() {
        return row.hidden();
    }

    @Override
    public CellKind kind(Column column) {
        int place = places[column.ordinal()];
        return place < 0 ? CellKind.EMPTY : row.kind(place);
    }

    @Override
    public String text(Column column) {
        int place = places[column.ordinal()];
        return place < 0 ? "" : row.text(place);
    }

    @Override
    public String label(Column column) {
        return letters[column.ordinal()];
    }
}
