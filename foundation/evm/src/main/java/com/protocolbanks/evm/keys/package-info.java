/** Private keys and the encrypted files that hold them. */
@NullMarked
package com.protocolbanks.evm.keys;

import org.jspecify.annotations.NullMarked;
