/** The AI billing gateway: the hot path. Wiring alone; what it decides by is in metering and billing. */
@NullMarked
package com.protocolbanks.gateway;

import org.jspecify.annotations.NullMarked;
