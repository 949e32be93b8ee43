/** Taking usage over into Postgres, beside COPY. */
@NullMarked
package com.protocolbanks.pb.bench.usage;

import org.jspecify.annotations.NullMarked;
