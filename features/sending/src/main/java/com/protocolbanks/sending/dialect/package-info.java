/** How chains differ in what they say to a raw transaction and in what they do with one that waits. */
@NullMarked
package com.protocolbanks.sending.dialect;

import org.jspecify.annotations.NullMarked;
