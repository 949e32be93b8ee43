/** The settlement contract and its deposit collectors: call data, results, events. */
@NullMarked
package com.protocolbanks.x402.contract;

import org.jspecify.annotations.NullMarked;
