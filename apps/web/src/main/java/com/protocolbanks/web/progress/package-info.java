/** Batches over HTTP as they go along: state, items, events, documents. */
@NullMarked
package com.protocolbanks.web.progress;

import org.jspecify.annotations.NullMarked;
