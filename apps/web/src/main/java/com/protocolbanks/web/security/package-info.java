/** Who is calling, and what a browser may do with our pages. */
@NullMarked
package com.protocolbanks.web.security;

import org.jspecify.annotations.NullMarked;
