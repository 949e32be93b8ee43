/** The gateways, their logs, and the lives of the metering store. */
@NullMarked
package com.protocolbanks.billing.gateways;

import org.jspecify.annotations.NullMarked;
