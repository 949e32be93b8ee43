/** From an approved batch to paid items. */
@NullMarked
package com.protocolbanks.payouts;

import org.jspecify.annotations.NullMarked;
