package com.protocolbanks.payroll.spreadsheet;

import com.protocolbanks.payroll.problems.Problem;
import com.protocolbanks.payroll.rows.PayrollRow;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** What reading a file came to. */
public sealed interface ReadResult {
    /** Every row may be paid. */
    record Rows(File file, List<PayrollRow> rows, BigDecimal total, List<Problem> warnings) implements ReadResult {}

    /** All that must be repaired or decided, at once; nothing may be stored. */
    record Problems(Optional<Layout> layout, List<Problem> problems) implements ReadResult {}

    /**
     * Which file it was, and how it was read.
     *
     * @param sha256 of the file's bytes, 64 lower-case hex digits
     */
    record File(Layout layout, String sha256) {}
}
