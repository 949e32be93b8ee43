/** The exact form of what is signed: lists of payments, their chunks and trees, the structures wallets show. */
@NullMarked
package com.protocolbanks.payroll.signing;

import org.jspecify.annotations.NullMarked;
