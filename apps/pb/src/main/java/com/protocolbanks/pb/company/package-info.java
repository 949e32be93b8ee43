/** A company on a local chain, and its people as programs that use the HTTP API; for the demonstration and the checks. */
@NullMarked
package com.protocolbanks.pb.company;

import org.jspecify.annotations.NullMarked;
