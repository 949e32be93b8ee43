/** The calls, results and events of the contracts the product speaks to. */
@NullMarked
package com.protocolbanks.evm.contracts;

import org.jspecify.annotations.NullMarked;
