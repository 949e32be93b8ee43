/** Proves from receipts, vouchers and the chain alone that what was claimed was used, and finds what was tampered with. */
@NullMarked
package com.protocolbanks.x402.verify;

import org.jspecify.annotations.NullMarked;
