/** Rows out of .xlsx and .csv files of unknown origin, in bounded memory. */
@NullMarked
package com.protocolbanks.payroll.spreadsheet.source;

import org.jspecify.annotations.NullMarked;
