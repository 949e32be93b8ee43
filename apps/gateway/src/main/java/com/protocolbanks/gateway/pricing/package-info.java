/** What a request costs at most, by the price book in force. */
@NullMarked
package com.protocolbanks.gateway.pricing;

import org.jspecify.annotations.NullMarked;
