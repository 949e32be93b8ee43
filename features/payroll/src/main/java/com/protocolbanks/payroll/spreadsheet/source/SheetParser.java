package com.protocolbanks.payroll.spreadsheet.source;

import com.protocolbanks.payroll.cells.CellKind;
import com.protocolbanks.payroll.problems.Place;
import com.protocolbanks.payroll.problems.Problem;
import com.protocolbanks.payroll.problems.ProblemCode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import javax.xml.stream.XMLStreamConstants;

/** One pass over a worksheet's XML; holds one row at a time. */
final class SheetParser {
    private static final int MERGES = 100_000;
    private static final int LAST_COLUMN = 16_384;

    private final String sheet;
    private final List<String> shared;
    private final NumberFormats formats;
    private final ReadingLimits.Table limits;
    private final TextRuns runs;
    private final SheetRow row;
    private final StringBuilder value = new StringBuilder();
    private final BitSet hiddenColumns = new BitSet();
    private final List<SheetFacts.Range> merged = new ArrayList<>();
    private int column;

    SheetParser(String sheet, List<String> shared, NumberFormats formats, ReadingLimits.Table limits) {
        this.sheet = sheet;
        this.shared = shared;
        this.formats = formats;
        this.limits = limits;
        this.runs = new TextRuns(limits.cellCharacters());
        this.row = new SheetRow(limits.columns());
    }

    SheetFacts parse(InputStream in, RowSink sink) throws IOException {
        try (XmlPart xml = XmlPart.open(in)) {
            boolean more = true;
            for (int event = xml.next(); more && event != XMLStreamConstants.END_DOCUMENT; event = xml.next()) {
                if (event == XMLStreamConstants.START_ELEMENT) {
                    switch (xml.name()) {
                        case "row" -> {
                            startRow(xml);
                            more = !cells(xml) || sink.row(row);
                        }
                        case "col" -> hideColumns(xml);
                        case "mergeCell" -> merge(xml.attribute("ref", ""));
                        default -> {}
                    }
                }
            }
        }
        return new SheetFacts(hiddenColumns, merged);
    }

    private void startRow(XmlPart xml) throws UnreadableFile {
        String number = xml.attribute("r");
        int given = number == null ? row.number() + 1 : CellName.number(number, 0);
        if (given <= row.number()) {
            throw new UnreadableFile(ProblemCode.FILE_DAMAGED, "row " + number);
        }
        row.clear(given, xml.flag("hidden"));
    }

    /** Reads to the end of the row; false when it is empty. */
    private boolean cells(XmlPart xml) throws IOException {
        column = -1;
        for (int event = xml.next(); event != XMLStreamConstants.END_DOCUMENT; event = xml.next()) {
            if (event == XMLStreamConstants.START_ELEMENT && xml.name().equals("c")) {
                cell(xml);
            } else if (event == XMLStreamConstants.END_ELEMENT && xml.name().equals("row")) {
                break;
            }
        }
        return row.width() > 0;
    }

    private void cell(XmlPart xml) throws IOException {
        String name = xml.attribute("r");
        int next = name == null ? column + 1 : CellName.column(name);
        if (next <= column) {
            throw new UnreadableFile(ProblemCode.FILE_DAMAGED, "cell " + name);
        }
        column = next;
        String type = xml.attribute("t", "n");
        String style = xml.attribute("s");
        boolean formula = false;
        String text = "";
        for (int event = xml.next(); event != XMLStreamConstants.END_DOCUMENT; event = xml.next()) {
            if (event == XMLStreamConstants.END_ELEMENT && xml.name().equals("c")) {
                break;
            }
            if (event == XMLStreamConstants.START_ELEMENT) {
                switch (xml.name()) {
                    case "f" -> formula = true;
                    case "v" -> text = content(xml);
                    case "is" -> text = runs.until("is", xml);
                    default -> {}
                }
            }
        }
        CellKind kind = kind(type, style == null ? -1 : CellName.number(style, 0), formula);
        place(kind, type.equals("s") ? sharedText(text) : type.equals("str") ? TextRuns.unescaped(text) : text);
    }

    private String content(XmlPart xml) throws IOException {
        value.setLength(0);
        for (int event = xml.next(); event != XMLStreamConstants.END_DOCUMENT; event = xml.next()) {
            if (event == XMLStreamConstants.END_ELEMENT) {
                break;
            }
            if (event == XMLStreamConstants.CHARACTERS || event == XMLStreamConstants.CDATA) {
                xml.text(value);
                runs.checkLength(value);
            }
        }
        return value.toString();
    }

    private CellKind kind(String type, int style, boolean formula) {
        if (type.equals("e")) {
            return CellKind.ERROR;
        }
        if (formula) {
            return CellKind.FORMULA;
        }
        return switch (type) {
            case "n" -> formats.of(style);
            case "d" -> CellKind.DATE;
            default -> CellKind.TEXT;
        };
    }

    private void place(CellKind kind, String text) throws UnreadableFile {
        String stripped = text.strip();
        boolean empty = stripped.isEmpty() && kind != CellKind.FORMULA;
        if (!empty && column >= limits.columns()) {
            throw refused(ProblemCode.TOO_MANY_COLUMNS, stripped, limits.columns());
        }
        if (!empty) {
            row.set(column, kind, stripped);
        }
    }

    private String sharedText(String index) throws UnreadableFile {
        int place = CellName.number(index, 0);
        if (place < 0 || place >= shared.size()) {
            throw refused(ProblemCode.FILE_DAMAGED, "shared text " + index);
        }
        return shared.get(place);
    }

    private UnreadableFile refused(ProblemCode code, String found, Object... params) {
        return new UnreadableFile(
                Problem.of(new Place(sheet, row.number(), CellName.letters(column)), code, found, params));
    }

    private void hideColumns(XmlPart xml) {
        int first = CellName.number(xml.attribute("min", ""), 0);
        int last = CellName.number(xml.attribute("max", ""), 0);
        if (xml.flag("hidden") && first >= 1 && last >= first) {
            hiddenColumns.set(first - 1, Math.min(last, LAST_COLUMN));
        }
    }

    private void merge(String reference) throws UnreadableFile {
        if (merged.size() >= MERGES) {
            throw new UnreadableFile(ProblemCode.FILE_DAMAGED, "mergeCell > " + MERGES);
        }
        String[] ends = reference.split(":", -1);
        String last = ends[ends.length - 1];
        merged.add(new SheetFacts.Range(
                CellName.row(ends[0]), CellName.column(ends[0]), CellName.row(last), CellName.column(last)));
    }
}
