/** The command line and the standalone product. */
@NullMarked
package com.protocolbanks.pb;

import org.jspecify.annotations.NullMarked;
