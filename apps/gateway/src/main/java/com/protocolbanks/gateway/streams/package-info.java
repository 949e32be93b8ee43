/** Streamed answers: events taken apart, and what each dialect says in them about usage. */
@NullMarked
package com.protocolbanks.gateway.streams;

import org.jspecify.annotations.NullMarked;
