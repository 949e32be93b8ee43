/** The tokens an organization pays in. */
@NullMarked
package com.protocolbanks.payroll.tokens;

import org.jspecify.annotations.NullMarked;
