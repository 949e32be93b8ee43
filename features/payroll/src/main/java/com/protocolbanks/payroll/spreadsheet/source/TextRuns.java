package com.protocolbanks.payroll.spreadsheet.source;

import com.protocolbanks.payroll.problems.ProblemCode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamConstants;

/** Texts of a workbook, plain or in several formatted runs; phonetic hints are left out. */
final class TextRuns {
    private static final Pattern ESCAPED = Pattern.compile("_x([0-9A-Fa-f]{4})_");
    /** What a text costs beside its characters, so that many short ones count as well. */
    private static final long OBJECT = 24;

    private final int longest;
    private final StringBuilder text = new StringBuilder();

    /** @param longest characters in one text */
    TextRuns(int longest) {
        this.longest = longest;
    }

    /** The table of shared texts. */
    static List<String> shared(InputStream in, ReadingLimits.Table limits) throws IOException {
        List<String> texts = new ArrayList<>();
        TextRuns runs = new TextRuns(limits.cellCharacters());
        long characters = 0;
        try (XmlPart xml = XmlPart.open(in)) {
            for (int event = xml.next(); event != XMLStreamConstants.END_DOCUMENT; event = xml.next()) {
                if (event == XMLStreamConstants.START_ELEMENT && xml.name().equals("si")) {
                    String one = runs.until("si", xml);
                    texts.add(one.isEmpty() ? "" : one);
                    characters += one.length() + OBJECT;
                    if (characters > limits.textCharacters()) {
                        throw new UnreadableFile(
                                ProblemCode.TOO_MUCH_TEXT, String.valueOf(characters), limits.textCharacters());
                    }
                }
            }
        }
        return texts;
    }

    /** The text inside the element just opened. */
    String until(String element, XmlPart xml) throws IOException {
        text.setLength(0);
        boolean inText = false;
        int phonetic = 0;
        for (int event = xml.next(); event != XMLStreamConstants.END_DOCUMENT; event = xml.next()) {
            if (event == XMLStreamConstants.START_ELEMENT) {
                phonetic += xml.name().equals("rPh") ? 1 : 0;
                inText = phonetic == 0 && xml.name().equals("t");
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                inText = false;
                if (xml.name().equals(element)) {
                    break;
                }
                phonetic -= xml.name().equals("rPh") ? 1 : 0;
            } else if (inText && (event == XMLStreamConstants.CHARACTERS || event == XMLStreamConstants.CDATA)) {
                xml.text(text);
                checkLength(text);
            }
        }
        return unescaped(text.toString());
    }

    /** @throws UnreadableFile when the text is longer than one cell may be */
    void checkLength(StringBuilder cell) throws UnreadableFile {
        if (cell.length() > longest) {
            throw new UnreadableFile(ProblemCode.CELL_TOO_LONG, cell.substring(0, 40), longest);
        }
    }

    /** Resolves {@code _x000D_}, as spreadsheets write characters XML cannot (ECMA-376 part 1, 22.9.2.19). */
    static String unescaped(String text) {
        if (!text.contains("_x")) {
            return text;
        }
        Matcher matcher = ESCAPED.matcher(text);
        StringBuilder plain = new StringBuilder();
        while (matcher.find()) {
            char c = (char) Integer.parseInt(matcher.group(1), 16);
            matcher.appendReplacement(plain, Matcher.quoteReplacement(String.valueOf(c)));
        }
        return matcher.appendTail(plain).toString();
    }
}
