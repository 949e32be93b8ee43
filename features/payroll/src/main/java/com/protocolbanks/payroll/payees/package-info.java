/** The people an organization already knows, and whether a row speaks of one of them. */
@NullMarked
package com.protocolbanks.payroll.payees;

import org.jspecify.annotations.NullMarked;
