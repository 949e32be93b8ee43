/** Whether Redis still holds everything, and how it is made to hold it again. */
@NullMarked
package com.protocolbanks.metering.epochs;

import org.jspecify.annotations.NullMarked;
