/** The anvil that plays the chain: where its program is, how it is asked, when it makes blocks, what it keeps. */
@NullMarked
package com.protocolbanks.embedded.anvil;

import org.jspecify.annotations.NullMarked;
