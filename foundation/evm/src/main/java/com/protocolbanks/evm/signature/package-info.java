/** Signatures over digests: secp256k1, EIP-191, Safe 1.4.1 and ERC-1271. */
@NullMarked
package com.protocolbanks.evm.signature;

import org.jspecify.annotations.NullMarked;
