/** Usage receipts: what was charged for which request, chained per channel and signed at the chain's head. */
@NullMarked
package com.protocolbanks.x402.receipts;

import org.jspecify.annotations.NullMarked;
