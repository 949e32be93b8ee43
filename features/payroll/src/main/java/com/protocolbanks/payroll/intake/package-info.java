/** What a checked payroll becomes in the database, and what it is compared with there. */
@NullMarked
package com.protocolbanks.payroll.intake;

import org.jspecify.annotations.NullMarked;
