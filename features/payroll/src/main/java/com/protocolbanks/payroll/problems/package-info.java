/** What is wrong with a file or a row, where, and what to do about it, in English and Chinese. */
@NullMarked
package com.protocolbanks.payroll.problems;

import org.jspecify.annotations.NullMarked;
