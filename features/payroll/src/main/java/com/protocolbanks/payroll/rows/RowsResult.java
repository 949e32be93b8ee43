package com.protocolbanks.payroll.rows;

import com.protocolbanks.payroll.problems.Problem;
import java.math.BigDecimal;
import java.util.List;

/** What a payroll's rows came to. */
public sealed interface RowsResult {
    /**
     * Every row may be paid.
     *
     * @param total the sum of the amounts, under 10^12
     * @param warnings what people should know, and the decisions taken
     */
    record Rows(List<PayrollRow> rows, BigDecimal total, List<Problem> warnings) implements RowsResult {}

    /** At least one thing must be repaired or decided first; nothing may be stored. */
    record Problems(List<Problem> problems) implements RowsResult {}
}
