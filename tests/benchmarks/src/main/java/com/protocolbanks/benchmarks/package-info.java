/** Measurements: ours, the limit and the peers, in turns. */
@NullMarked
package com.protocolbanks.benchmarks;

import org.jspecify.annotations.NullMarked;
