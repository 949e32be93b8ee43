@NullMarked
package com.protocolbanks.metering.receipts;

import org.jspecify.annotations.NullMarked;
