/** How far the payment of a batch has come: a reading of what the execution layer has written down. */
@NullMarked
package com.protocolbanks.payroll.progress;

import org.jspecify.annotations.NullMarked;
