/** From the metering store's streams to Postgres, each minute. */
@NullMarked
package com.protocolbanks.billing.usage;

import org.jspecify.annotations.NullMarked;
