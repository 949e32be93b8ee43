@NullMarked
package com.protocolbanks.sdk.receipts;

import org.jspecify.annotations.NullMarked;
