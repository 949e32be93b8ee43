/** Bank details at rest: encrypted with a key of each organization's own. */
@NullMarked
package com.protocolbanks.payroll.bank;

import org.jspecify.annotations.NullMarked;
