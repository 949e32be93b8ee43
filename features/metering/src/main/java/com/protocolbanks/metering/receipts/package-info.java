/** The signed ends of the channels' chains of receipts. */
@NullMarked
package com.protocolbanks.metering.receipts;

import org.jspecify.annotations.NullMarked;
