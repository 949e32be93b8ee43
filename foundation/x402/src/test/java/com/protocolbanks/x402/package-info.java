@NullMarked
package com.protocolbanks.x402;

import org.jspecify.annotations.NullMarked;
