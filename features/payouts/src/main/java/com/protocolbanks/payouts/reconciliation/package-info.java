/** Whether the books and the chain say the same of every payment. */
@NullMarked
package com.protocolbanks.payouts.reconciliation;

import org.jspecify.annotations.NullMarked;
