/** Outbox, job streams, leases. */
@NullMarked
package com.protocolbanks.queue;

import org.jspecify.annotations.NullMarked;
