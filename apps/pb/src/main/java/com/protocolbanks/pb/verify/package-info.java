/** Checks what the product says against the chain, without the product. */
@NullMarked
package com.protocolbanks.pb.verify;

import org.jspecify.annotations.NullMarked;
