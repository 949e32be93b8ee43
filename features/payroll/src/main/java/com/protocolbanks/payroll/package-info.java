/** What is to be paid, to whom, and who said so. */
@NullMarked
package com.protocolbanks.payroll;

import org.jspecify.annotations.NullMarked;
