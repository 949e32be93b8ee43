/** The meter put together, with what must happen now and then. */
@NullMarked
package com.protocolbanks.metering.running;

import org.jspecify.annotations.NullMarked;
