/** The people an organization pays: their addresses, splits and bank details, and every change of them. */
@NullMarked
package com.protocolbanks.payroll.people;

import org.jspecify.annotations.NullMarked;
