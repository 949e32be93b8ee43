/** Whether a voucher is one that may be charged against. */
@NullMarked
package com.protocolbanks.metering.vouchers;

import org.jspecify.annotations.NullMarked;
