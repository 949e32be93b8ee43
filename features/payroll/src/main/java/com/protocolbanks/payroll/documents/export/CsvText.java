package com.protocolbanks.payroll.documents.export;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * CSV as spreadsheets read it best: UTF-8 with a byte order mark, commas, CRLF (RFC 4180).
 *
 * <p>A cell that a spreadsheet would take for a formula is made text by a leading apostrophe.
 */
final class CsvText {
    private static final char BYTE_ORDER_MARK = '\uFEFF';
    private static final String FORMULA_STARTS = "=+-@\t\r\n＝＋－＠";

    private CsvText() {}

    static byte[] of(List<List<String>> rows) {
        var text = new StringWriter();
        text.append(BYTE_ORDER_MARK);
        try (var writer = CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF).build(text)) {
            for (var row : rows) {
                writer.writeRecord(row.stream().map(CsvText::harmless).toList());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Plain digits, at least two decimals, no further zero at the end. */
    static String number(BigDecimal value) {
        BigDecimal shortest = value.stripTrailingZeros();
        return shortest.setScale(Math.max(2, shortest.scale())).toPlainString();
    }

    static String harmless(String cell) {
        return !cell.isEmpty() && FORMULA_STARTS.indexOf(cell.charAt(0)) >= 0 ? "'" + cell : cell;
    }
}
