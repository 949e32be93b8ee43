package com.protocolbanks.payroll.spreadsheet;

import com.protocolbanks.payroll.problems.Findings;
import com.protocolbanks.payroll.problems.Place;
import com.protocolbanks.payroll.problems.ProblemCode;
import com.protocolbanks.payroll.spreadsheet.source.XlsxBook;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The one sheet of a workbook that holds the payroll. */
record SheetChoice(XlsxBook.Sheet sheet, Header header) {
    /** The sheet with a header; empty, with the reason among the findings, when there is none or more than one. */
    static Optional<SheetChoice> of(XlsxBook book, Findings findings) throws IOException {
        List<SheetChoice> choices = new ArrayList<>();
        List<XlsxBook.Sheet> others = new ArrayList<>();
        HeaderSearch first = new HeaderSearch();
        for (XlsxBook.Sheet sheet : book.sheets()) {
            HeaderSearch search = new HeaderSearch();
            book.read(sheet, search);
            first = first.empty() ? search : first;
            Optional<Header> header = search.best();
            header.ifPresent(found -> choices.add(new SheetChoice(sheet, found)));
            if (header.isEmpty() && !search.empty()) {
                others.add(sheet);
            }
        }
        List<SheetChoice> visible =
                choices.stream().filter(choice -> !choice.sheet.hidden()).toList();
        List<SheetChoice> eligible = visible.isEmpty() ? choices : visible;
        if (eligible.size() != 1) {
            refuse(eligible, first, findings);
            return Optional.empty();
        }
        SheetChoice chosen = eligible.getFirst();
        if (chosen.sheet.hidden()) {
            findings.add(new Place(chosen.sheet.name(), 0, ""), ProblemCode.HIDDEN_SHEET, chosen.sheet.name());
        }
        choices.stream()
                .map(SheetChoice::sheet)
                .filter(sheet -> !sheet.equals(chosen.sheet))
                .forEach(others::add);
        others.forEach(sheet -> findings.add(new Place(sheet.name(), 0, ""), ProblemCode.SHEET_IGNORED, sheet.name()));
        return Optional.of(chosen);
    }

    private static void refuse(List<SheetChoice> eligible, HeaderSearch first, Findings findings) {
        if (eligible.isEmpty()) {
            first.missing("").forEach(findings::add);
        } else {
            String names = eligible.stream().map(choice -> choice.sheet.name()).collect(Collectors.joining(", "));
            findings.add(Place.FILE, ProblemCode.SEVERAL_SHEETS, names);
        }
    }
}
