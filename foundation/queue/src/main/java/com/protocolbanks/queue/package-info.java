/**
 * Work that survives: announced in Postgres, spread by Redis, guarded by leases.
 *
 * <p>{@link com.protocolbanks.queue.Outbox} records a job in the transaction that makes it due,
 * {@link com.protocolbanks.queue.JobFeed} hands it to workers at least once, and {@link com.protocolbanks.queue.Leases}
 * sees to it that only the newest holder writes.
 */
@NullMarked
package com.protocolbanks.queue;

import org.jspecify.annotations.NullMarked;
