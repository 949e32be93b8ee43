@NullMarked
package com.protocolbanks.metering.vouchers;

import org.jspecify.annotations.NullMarked;
