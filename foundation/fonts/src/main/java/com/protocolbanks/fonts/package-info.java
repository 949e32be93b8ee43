/** Noto Sans SC (SIL Open Font License 1.1): whole faces for documents, slices for pages. */
@NullMarked
package com.protocolbanks.fonts;

import org.jspecify.annotations.NullMarked;
