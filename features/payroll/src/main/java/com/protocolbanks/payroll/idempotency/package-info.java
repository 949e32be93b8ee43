/** Requests that take effect once. */
@NullMarked
package com.protocolbanks.payroll.idempotency;

import org.jspecify.annotations.NullMarked;
