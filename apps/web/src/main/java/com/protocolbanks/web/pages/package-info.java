/** The pages: decode, call a feature's face, render. */
@NullMarked
package com.protocolbanks.web.pages;

import org.jspecify.annotations.NullMarked;
