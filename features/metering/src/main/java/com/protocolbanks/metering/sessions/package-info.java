/** Sessions of agents: stateless tokens, and requests authenticated within them. */
@NullMarked
package com.protocolbanks.metering.sessions;

import org.jspecify.annotations.NullMarked;
