/** The worker process. */
@NullMarked
package com.protocolbanks.worker;

import org.jspecify.annotations.NullMarked;
