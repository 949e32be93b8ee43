/** Requests that were let in: passed on, answered in parts or whole, and billed for what they used. */
@NullMarked
package com.protocolbanks.gateway.calls;

import org.jspecify.annotations.NullMarked;
