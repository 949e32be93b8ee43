/** Servers started beside the process, for demo and tests. */
@NullMarked
package com.protocolbanks.embedded;

import org.jspecify.annotations.NullMarked;
