/** From a signed intent to a final transaction. */
@NullMarked
package com.protocolbanks.sending;

import org.jspecify.annotations.NullMarked;
