package com.protocolbanks.payroll.spreadsheet;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * An uploaded payroll.
 *
 * @param charset of a CSV file, read strictly; a workbook carries its own
 */
public record PayrollFile(Path path, Charset charset) {
    /** What Chinese Windows writes by default. */
    public static final Charset GB18030 = Charset.forName("GB18030");

    /** A workbook, or CSV in UTF-8 with or without a byte order mark. */
    public static PayrollFile of(Path path) {
        return new PayrollFile(path, StandardCharsets.UTF_8);
    }
}
