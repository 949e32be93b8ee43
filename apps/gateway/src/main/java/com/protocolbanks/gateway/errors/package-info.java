/** What is refused, in the words of the surface that was called, always with the same code. */
@NullMarked
package com.protocolbanks.gateway.errors;

import org.jspecify.annotations.NullMarked;
