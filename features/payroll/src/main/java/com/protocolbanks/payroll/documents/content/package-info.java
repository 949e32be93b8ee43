/** What documents are made from: the rows of a batch, as records. */
@NullMarked
package com.protocolbanks.payroll.documents.content;

import org.jspecify.annotations.NullMarked;
