/** The development wallet: a page script that signs with a local chain's public accounts; never part of apps/web. */
@NullMarked
package com.protocolbanks.pb.wallet;

import org.jspecify.annotations.NullMarked;
