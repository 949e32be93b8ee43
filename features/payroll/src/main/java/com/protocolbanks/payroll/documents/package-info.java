/** Reports, payslips and exports of a batch: pure functions of its stored rows, and the digests that say so. */
@NullMarked
package com.protocolbanks.payroll.documents;

import org.jspecify.annotations.NullMarked;
