/** What the chain says about accounts: whose signature counts and who owns a wallet now. */
@NullMarked
package com.protocolbanks.identity.wallet;

import org.jspecify.annotations.NullMarked;
