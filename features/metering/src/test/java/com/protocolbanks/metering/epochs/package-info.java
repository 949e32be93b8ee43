@NullMarked
package com.protocolbanks.metering.epochs;

import org.jspecify.annotations.NullMarked;
