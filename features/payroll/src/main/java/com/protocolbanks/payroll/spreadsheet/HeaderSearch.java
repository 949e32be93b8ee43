package com.protocolbanks.payroll.spreadsheet;

import com.protocolbanks.payroll.problems.Place;
import com.protocolbanks.payroll.problems.Problem;
import com.protocolbanks.payroll.rows.Column;
import com.protocolbanks.payroll.spreadsheet.source.RowSink;
import com.protocolbanks.payroll.spreadsheet.source.SheetRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Looks for the header among the first rows of a table. */
final class HeaderSearch implements RowSink {
    private final List<Header> candidates = new ArrayList<>();

    @Override
    public boolean row(SheetRow row) {
        candidates.add(Header.of(row));
        return candidates.size() < Header.SEARCHED;
    }

    boolean empty() {
        return candidates.isEmpty();
    }

    /** The row that names the most columns, the first of equals; empty when none names two. */
    Optional<Header> best() {
        return candidates.stream()
                .filter(Header::plausible)
                .max(Comparator.<Header>comparingInt(header -> Header.score(header.cells()))
                        .thenComparing(Comparator.comparingInt(Header::row).reversed()));
    }

    /** What to say when there is no header. */
    List<Problem> missing(String sheet) {
        String found = candidates.isEmpty()
                ? ""
                : String.join(" | ", candidates.getFirst().cells());
        return Arrays.stream(Column.values())
                .filter(Column::required)
                .map(column -> Header.missing(new Place(sheet, 1, ""), column, found))
                .toList();
    }
}
