/** The gateway's own log of vouchers and charges, from which what Redis loses is said again. */
@NullMarked
package com.protocolbanks.metering.log;

import org.jspecify.annotations.NullMarked;
