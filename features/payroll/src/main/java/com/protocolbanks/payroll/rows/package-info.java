/** One line of a payroll, from text in cells to a row that may be paid; the same checks for a spreadsheet and for JSON. */
@NullMarked
package com.protocolbanks.payroll.rows;

import org.jspecify.annotations.NullMarked;
