@NullMarked
package com.protocolbanks.payouts.reconciliation;

import org.jspecify.annotations.NullMarked;
