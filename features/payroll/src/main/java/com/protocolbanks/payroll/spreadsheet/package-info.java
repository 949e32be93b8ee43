/** Reads a payroll from an uploaded spreadsheet; everything wrong with it is reported at once. */
@NullMarked
package com.protocolbanks.payroll.spreadsheet;

import org.jspecify.annotations.NullMarked;
