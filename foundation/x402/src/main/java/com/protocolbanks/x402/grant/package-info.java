/** The grant by which an organization's wallet lets a session key spend. */
@NullMarked
package com.protocolbanks.x402.grant;

import org.jspecify.annotations.NullMarked;
