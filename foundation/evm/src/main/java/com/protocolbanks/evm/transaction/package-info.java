/** EIP-1559 transactions and who may sign them. */
@NullMarked
package com.protocolbanks.evm.transaction;

import org.jspecify.annotations.NullMarked;
