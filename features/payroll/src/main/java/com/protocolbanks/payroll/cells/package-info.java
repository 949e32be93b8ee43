/** The grammars of single cells: amounts, wallet addresses, bank accounts, plain text. */
@NullMarked
package com.protocolbanks.payroll.cells;

import org.jspecify.annotations.NullMarked;
