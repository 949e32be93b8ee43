/** The pages of the report and the payslip. */
@NullMarked
package com.protocolbanks.payroll.documents.pages;

import org.jspecify.annotations.NullMarked;
