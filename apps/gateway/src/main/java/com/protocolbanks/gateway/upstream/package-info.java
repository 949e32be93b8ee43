/** The HTTP side towards what is sold: which addresses may be called, pooled connections, answers in parts. */
@NullMarked
package com.protocolbanks.gateway.upstream;

import org.jspecify.annotations.NullMarked;
