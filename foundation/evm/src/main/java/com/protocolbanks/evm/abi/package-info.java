/** Contract calls, results, events and reverts by the Solidity ABI specification. */
@NullMarked
package com.protocolbanks.evm.abi;

import org.jspecify.annotations.NullMarked;
