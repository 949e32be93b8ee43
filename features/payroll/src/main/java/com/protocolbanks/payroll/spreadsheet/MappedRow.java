package com.protocolbanks.payroll.spreadsheet;

import com.protocolbanks.payroll.cells.CellKind;
import com.protocolbanks.payroll.rows.Column;
import com.protocolbanks.payroll.rows.RowView;
import com.protocolbanks.payroll.spreadsheet.source.CellName;
import com.protocolbanks.payroll.spreadsheet.source.SheetRow;
import java.util.EnumMap;
import java.util.Map;

/** A sheet's row by the meaning of its columns. */
final class MappedRow implements RowView {
    private final SheetRow row;
    private final Map<Column, Integer> places;
    private final Map<Column, String> letters = new EnumMap<>(Column.class);

    /** @param places of the columns that are there, from 0 */
    MappedRow(SheetRow row, Map<Column, Integer> places) {
        this.row = row;
        this.places = Map.copyOf(places);
        places.forEach((column, place) -> letters.put(column, CellName.letters(place)));
    }

    /** Whether no column we understand has anything. */
    boolean blank() {
        for (int place : places.values()) {
            if (row.kind(place) != CellKind.EMPTY) {
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
        Integer place = places.get(column);
        return place == null ? CellKind.EMPTY : row.kind(place);
    }

    @Override
    public String text(Column column) {
        Integer place = places.get(column);
        return place == null ? "" : row.text(place);
    }

    @Override
    public String label(Column column) {
        return letters.getOrDefault(column, "");
    }
}
