/** How one person's amount becomes legs on the chain and to the bank. */
@NullMarked
package com.protocolbanks.payroll.splits;

import org.jspecify.annotations.NullMarked;
