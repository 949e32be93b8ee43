/** Session keys and channels in the store: loaded from where they are kept for good, changed at once when they change. */
@NullMarked
package com.protocolbanks.metering.keys;

import org.jspecify.annotations.NullMarked;
