/** EIP-712 typed data: the digest, and the JSON a wallet shows. */
@NullMarked
package com.protocolbanks.evm.typeddata;

import org.jspecify.annotations.NullMarked;
