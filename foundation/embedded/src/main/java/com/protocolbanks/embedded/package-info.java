/**
 * Postgres, Redis and a development chain as processes of this machine, for tests and {@code ./pb}; never on a
 * production classpath.
 *
 * <p>All of them listen on the loopback address only and end with the process that started them, even when that is
 * killed. What they keep is found again by the next start on the same folder.
 */
@NullMarked
package com.protocolbanks.embedded;

import org.jspecify.annotations.NullMarked;
