/** What may be asked for: each surface reads a request into what decides its price, and reads the usage from the answer. */
@NullMarked
package com.protocolbanks.gateway.surfaces;

import org.jspecify.annotations.NullMarked;
