/** A chain over JSON-RPC, in the chain's own words. */
@NullMarked
package com.protocolbanks.evm.rpc;

import org.jspecify.annotations.NullMarked;
