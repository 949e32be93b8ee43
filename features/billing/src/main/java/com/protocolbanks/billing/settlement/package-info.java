/** What is claimed on chain for usage, and what is deposited there. */
@NullMarked
package com.protocolbanks.billing.settlement;

import org.jspecify.annotations.NullMarked;
