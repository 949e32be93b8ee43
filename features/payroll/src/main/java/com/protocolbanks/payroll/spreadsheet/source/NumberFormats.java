package com.protocolbanks.payroll.spreadsheet.source;

import com.protocolbanks.payroll.cells.CellKind;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLStreamConstants;

/** Which of a workbook's cell styles show a number as a date or a percentage (ECMA-376 part 1, 18.8.30). */
final class NumberFormats {
    private static final int STYLES = 100_000;
    private final List<CellKind> byStyle = new ArrayList<>();
    private final Map<Integer, String> custom = new HashMap<>();

    static NumberFormats none() {
        return new NumberFormats();
    }

    static NumberFormats read(InputStream in) throws IOException {
        NumberFormats formats = new NumberFormats();
        boolean cells = false;
        try (XmlPart xml = XmlPart.open(in)) {
            for (int event = xml.next(); event != XMLStreamConstants.END_DOCUMENT; event = xml.next()) {
                if (event == XMLStreamConstants.END_ELEMENT && xml.name().equals("cellXfs")) {
                    cells = false;
                } else if (event == XMLStreamConstants.START_ELEMENT) {
                    cells |= xml.name().equals("cellXfs");
                    formats.element(xml, cells);
                }
            }
        }
        return formats;
    }

    private void element(XmlPart xml, boolean cells) {
        int id = CellName.number(xml.attribute("numFmtId", "0"), 0);
        if (xml.name().equals("numFmt") && custom.size() < STYLES) {
            custom.put(id, xml.attribute("formatCode", ""));
        } else if (cells && xml.name().equals("xf") && byStyle.size() < STYLES) {
            byStyle.add(kind(id, custom.getOrDefault(id, "")));
        }
    }

    /** NUMBER, DATE or PERCENT. */
    CellKind of(int style) {
        return style >= 0 && style < byStyle.size() ? byStyle.get(style) : CellKind.NUMBER;
    }

    private static CellKind kind(int id, String code) {
        boolean builtInDate =
                (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);
        if (builtInDate) {
            return CellKind.DATE;
        }
        // Quoted text, escaped characters, padding and [colours] show no part of the number.
        String shown =
                code.replaceAll("\"[^\"]*\"|\\\\.|_.|\\*.|\\[[^\\]]*\\]", "").toLowerCase(java.util.Locale.ROOT);
        if (id == 9 || id == 10 || shown.indexOf('%') >= 0) {
            return CellKind.PERCENT;
        }
        return shown.matches(".*[ymdhs].*") && !shown.contains("general") ? CellKind.DATE : CellKind.NUMBER;
    }
}
