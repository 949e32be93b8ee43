@NullMarked
package com.protocolbanks.metering.sessions;

import org.jspecify.annotations.NullMarked;
