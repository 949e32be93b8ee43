@NullMarked
package com.protocolbanks.metering;

import org.jspecify.annotations.NullMarked;
