@NullMarked
package com.protocolbanks.x402.wire;

import org.jspecify.annotations.NullMarked;
