/** When a session key is frozen by itself. */
@NullMarked
package com.protocolbanks.billing.risk;

import org.jspecify.annotations.NullMarked;
