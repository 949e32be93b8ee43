/** Who may do what, in which organization. */
@NullMarked
package com.protocolbanks.identity;

import org.jspecify.annotations.NullMarked;
