/** How benchmarks measure: contenders in turns, medians, ratios within a turn. */
@NullMarked
package com.protocolbanks.pb.bench.turns;

import org.jspecify.annotations.NullMarked;
