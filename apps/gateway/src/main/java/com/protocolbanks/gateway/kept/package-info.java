/** What was said before and can be said again: answers that were charged, and signed heads of receipts. */
@NullMarked
package com.protocolbanks.gateway.kept;

import org.jspecify.annotations.NullMarked;
