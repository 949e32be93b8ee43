/** Channels and vouchers of x402 version 2, scheme {@code batch-settlement}, EVM binding. */
@NullMarked
package com.protocolbanks.x402;

import org.jspecify.annotations.NullMarked;
