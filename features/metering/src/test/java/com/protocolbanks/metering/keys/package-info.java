@NullMarked
package com.protocolbanks.metering.keys;

import org.jspecify.annotations.NullMarked;
