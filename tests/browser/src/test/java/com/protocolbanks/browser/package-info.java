/** The pages as people use them, in a real Chromium. */
@NullMarked
package com.protocolbanks.browser;

import org.jspecify.annotations.NullMarked;
