/** Who is calling, for which organization, and what they may do. */
@NullMarked
package com.protocolbanks.identity;

import org.jspecify.annotations.NullMarked;
