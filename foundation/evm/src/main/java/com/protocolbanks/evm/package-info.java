/** The chain's words. */
@NullMarked
package com.protocolbanks.evm;

import org.jspecify.annotations.NullMarked;
