/** Load on servers, and servers and programs to compare with. */
@NullMarked
package com.protocolbanks.pb.bench.load;

import org.jspecify.annotations.NullMarked;
