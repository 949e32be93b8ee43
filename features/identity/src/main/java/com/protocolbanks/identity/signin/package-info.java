/** Coming in: by a wallet's signature or by a one-time link. */
@NullMarked
package com.protocolbanks.identity.signin;

import org.jspecify.annotations.NullMarked;
