@NullMarked
package com.protocolbanks.metering.log;

import org.jspecify.annotations.NullMarked;
