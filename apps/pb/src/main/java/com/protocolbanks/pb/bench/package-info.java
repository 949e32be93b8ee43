/** Measurements against a limit and a peer in the same run. */
@NullMarked
package com.protocolbanks.pb.bench;

import org.jspecify.annotations.NullMarked;
