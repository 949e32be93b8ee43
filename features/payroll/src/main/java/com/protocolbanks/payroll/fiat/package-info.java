/** The bank's rail: signed files for the organization's bank, and what the bank made of them. */
@NullMarked
package com.protocolbanks.payroll.fiat;

import org.jspecify.annotations.NullMarked;
