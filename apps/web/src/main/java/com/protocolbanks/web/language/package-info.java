/** English and Chinese: which one a reader sees, and every word of the pages. */
@NullMarked
package com.protocolbanks.web.language;

import org.jspecify.annotations.NullMarked;
