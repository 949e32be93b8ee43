/** What an agent asks about itself: sessions, receipts, signed heads. */
@NullMarked
package com.protocolbanks.gateway.account;

import org.jspecify.annotations.NullMarked;
