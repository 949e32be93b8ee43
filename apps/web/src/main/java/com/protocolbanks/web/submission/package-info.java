/** Payrolls on their way in over HTTP: uploads, rows, and changes to what awaits approval. */
@NullMarked
package com.protocolbanks.web.submission;

import org.jspecify.annotations.NullMarked;
