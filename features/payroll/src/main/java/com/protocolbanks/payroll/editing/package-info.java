/** A stored batch on its way back to the person who changes it. */
@NullMarked
package com.protocolbanks.payroll.editing;

import org.jspecify.annotations.NullMarked;
