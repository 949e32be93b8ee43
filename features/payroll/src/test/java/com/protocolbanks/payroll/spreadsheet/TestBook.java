package com.protocolbanks.payroll.spreadsheet;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A workbook written part by part, so that it can be wrong in any place. */
final class TestBook {
    private final Map<String, byte[]> parts = new LinkedHashMap<>();
    private final StringBuilder sheets = new StringBuilder();
    private final StringBuilder relations = new StringBuilder();
    private int count;

    static TestBook with(String sheetXml) {
        return new TestBook().sheet("Payroll", "visible", sheetXml);
    }

    /** One sheet whose rows are given as texts, cells divided by {@code |}; a cell may be raw XML. */
    static TestBook rows(String... rows) {
        return with(sheetOf("", "", rows));
    }

    static String sheetOf(String before, String after, String... rows) {
        StringBuilder xml = new StringBuilder(
                        "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">")
                .append(before)
                .append("<sheetData>");
        for (int row = 0; row < rows.length; row++) {
            xml.append(rows[row].startsWith("<row") ? rows[row] : row(row + 1, "", rows[row]));
        }
        return xml.append("</sheetData>").append(after).append("</worksheet>").toString();
    }

    static String row(int number, String attributes, String cells) {
        StringBuilder xml = new StringBuilder("<row r=\"" + number + "\" " + attributes + ">");
        String[] texts = cells.split("\\|", -1);
        for (int column = 0; column < texts.length; column++) {
            String name = (char) ('A' + column) + String.valueOf(number);
            String text = texts[column].strip();
            if (text.startsWith("<c")) {
                xml.append(text.replace("<c", "<c r=\"" + name + "\""));
            } else if (!text.isEmpty()) {
                xml.append("<c r=\"" + name + "\" t=\"inlineStr\"><is><t>" + text + "</t></is></c>");
            }
        }
        return xml.append("</row>").toString();
    }

    TestBook sheet(String name, String state, String xml) {
        count++;
        sheets.append(
                "<sheet name=\"%s\" sheetId=\"%d\" state=\"%s\" r:id=\"rId%d\"/>".formatted(name, count, state, count));
        relations.append("<Relationship Id=\"rId%d\" Target=\"worksheets/sheet%d.xml\"/>".formatted(count, count));
        return part("xl/worksheets/sheet" + count + ".xml", xml);
    }

    TestBook part(String name, String xml) {
        parts.put(name, xml.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    TestBook shared(String... texts) {
        StringBuilder xml = new StringBuilder("<sst>");
        for (String text : texts) {
            xml.append(text.startsWith("<") ? "<si>" + text + "</si>" : "<si><t>" + text + "</t></si>");
        }
        return part("xl/sharedStrings.xml", xml.append("</sst>").toString());
    }

    Path write(Path folder) throws IOException {
        Path file = Files.createTempFile(folder, "book", ".xlsx");
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            put(zip, "[Content_Types].xml", "<Types/>".getBytes(StandardCharsets.UTF_8));
            put(
                    zip,
                    "xl/workbook.xml",
                    ("<workbook xmlns:r=\"urn:r\"><sheets>" + sheets + "</sheets></workbook>")
                            .getBytes(StandardCharsets.UTF_8));
            put(
                    zip,
                    "xl/_rels/workbook.xml.rels",
                    ("<Relationships>" + relations + "</Relationships>").getBytes(StandardCharsets.UTF_8));
            for (Map.Entry<String, byte[]> part : parts.entrySet()) {
                put(zip, part.getKey(), part.getValue());
            }
        }
        return file;
    }

    private static void put(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(bytes);
    }
}
