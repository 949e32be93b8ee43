@NullMarked
package com.protocolbanks.x402.contract;

import org.jspecify.annotations.NullMarked;
