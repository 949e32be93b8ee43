/** A provider of models and tools for development: answers by rule, without a model, and writes its own invoice. */
@NullMarked
package com.protocolbanks.embedded.upstream;

import org.jspecify.annotations.NullMarked;
