/** A batch as tables for other programs: its payments, and its double entries. */
@NullMarked
package com.protocolbanks.payroll.documents.export;

import org.jspecify.annotations.NullMarked;
