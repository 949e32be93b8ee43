package com.protocolbanks.payroll.spreadsheet;

import com.protocolbanks.payroll.problems.Place;
import com.protocolbanks.payroll.problems.Problem;
import com.protocolbanks.payroll.problems.ProblemCode;
import com.protocolbanks.payroll.rows.Column;
import com.protocolbanks.payroll.spreadsheet.source.CellName;
import com.protocolbanks.payroll.spreadsheet.source.SheetRow;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A line of a file taken for its header.
 *
 * @param row the line's number
 * @param cells its texts
 * @param fields how many cells a CSV line wrote; 0 in a workbook
 */
record Header(int row, List<String> cells, int fields) {
    /** Rows that may stand above the header: a title, a date, a company's name. */
    static final int SEARCHED = 20;

    Header {
        cells = List.copyOf(cells);
    }

    static Header of(SheetRow row) {
        return new Header(row.number(), row.texts(), row.fields());
    }

    /** How many different columns the texts name; a header names two or more. */
    static int score(List<String> cells) {
        Set<Column> named = EnumSet.noneOf(Column.class);
        cells.forEach(cell -> HeaderWords.meaning(cell).ifPresent(named::add));
        return named.stream().anyMatch(Column::required) ? named.size() : 0;
    }

    boolean plausible() {
        return score(cells) >= 2;
    }

    /** Where each column that is named stands, from 0; the first place, when it is named twice. */
    Map<Column, Integer> places() {
        Map<Column, Integer> places = new EnumMap<>(Column.class);
        for (int i = cells.size() - 1; i >= 0; i--) {
            int place = i;
            HeaderWords.meaning(cells.get(i)).ifPresent(column -> places.put(column, place));
        }
        return places;
    }

    Layout layout(String sheet) {
        List<Layout.Guess> guesses = new ArrayList<>();
        for (int i = 0; i < cells.size(); i++) {
            String header = cells.get(i);
            String letter = CellName.letters(i);
            HeaderWords.meaning(header).ifPresent(column -> guesses.add(new Layout.Guess(column, letter, header)));
        }
        return new Layout(sheet, row, guesses);
    }

    /** Columns missing, named twice, or not understood. */
    List<Problem> problems(String sheet) {
        List<Problem> problems = new ArrayList<>();
        Set<Column> seen = EnumSet.noneOf(Column.class);
        for (int i = 0; i < cells.size(); i++) {
            Place place = new Place(sheet, row, CellName.letters(i));
            String header = cells.get(i);
            Optional<Column> meaning = HeaderWords.meaning(header);
            if (meaning.isPresent() && !seen.add(meaning.get())) {
                problems.add(Problem.of(place, ProblemCode.COLUMN_TWICE, header, meaning.get()));
            } else if (meaning.isEmpty() && !header.isEmpty()) {
                problems.add(Problem.of(place, ProblemCode.COLUMN_IGNORED, header));
            }
        }
        for (Column column : Column.values()) {
            if (column.required() && !seen.contains(column)) {
                problems.add(missing(new Place(sheet, row, ""), column, String.join(" | ", cells)));
            }
        }
        return problems;
    }

    static Problem missing(Place place, Column column, String found) {
        return Problem.of(place, ProblemCode.COLUMN_MISSING, found, column);
    }
}
