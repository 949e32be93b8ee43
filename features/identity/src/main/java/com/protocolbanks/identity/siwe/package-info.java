/** Sign-In with Ethereum (EIP-4361): the message, its grammar and its checks. */
@NullMarked
package com.protocolbanks.identity.siwe;

import org.jspecify.annotations.NullMarked;
