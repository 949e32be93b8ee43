/** What follows a payment over HTTP: the bank's part, trying again, calling off. */
@NullMarked
package com.protocolbanks.web.settling;

import org.jspecify.annotations.NullMarked;
