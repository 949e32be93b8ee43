@NullMarked
package com.protocolbanks.x402.receipts;

import org.jspecify.annotations.NullMarked;
