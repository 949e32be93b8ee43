/** Benchmarks of metered requests. */
@NullMarked
package com.protocolbanks.pb.bench.metering;

import org.jspecify.annotations.NullMarked;
