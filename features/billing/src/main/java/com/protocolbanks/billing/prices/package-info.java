/** What a request costs. */
@NullMarked
package com.protocolbanks.billing.prices;

import org.jspecify.annotations.NullMarked;
