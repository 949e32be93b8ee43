/** Session keys, channels, requests that pay under one voucher, and receipts that are checked; for agents in Java. */
@NullMarked
package com.protocolbanks.sdk;

import org.jspecify.annotations.NullMarked;
