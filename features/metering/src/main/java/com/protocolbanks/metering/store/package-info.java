/** Redis as the meter sees it: names, scripts that run in a known store only, and what they answer. */
@NullMarked
package com.protocolbanks.metering.store;

import org.jspecify.annotations.NullMarked;
