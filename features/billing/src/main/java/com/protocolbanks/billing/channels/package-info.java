/** Payment channels as they are known off chain. */
@NullMarked
package com.protocolbanks.billing.channels;

import org.jspecify.annotations.NullMarked;
