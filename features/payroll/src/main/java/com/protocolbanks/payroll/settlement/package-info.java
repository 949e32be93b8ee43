/** What became of a batch's payments, as the execution layer reports it. */
@NullMarked
package com.protocolbanks.payroll.settlement;

import org.jspecify.annotations.NullMarked;
