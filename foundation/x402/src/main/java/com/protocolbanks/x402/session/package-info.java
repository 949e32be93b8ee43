/** How an agent signs its requests inside a session. */
@NullMarked
package com.protocolbanks.x402.session;

import org.jspecify.annotations.NullMarked;
