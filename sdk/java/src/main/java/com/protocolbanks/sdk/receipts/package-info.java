/** A channel's receipts as its payer sees them: folded, compared, and what cannot be right. */
@NullMarked
package com.protocolbanks.sdk.receipts;

import org.jspecify.annotations.NullMarked;
