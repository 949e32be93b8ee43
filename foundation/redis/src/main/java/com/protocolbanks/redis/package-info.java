/**
 * The only way to Redis: one connection, scripts, a job stream, a lock, a doorbell and values that expire.
 *
 * <p>Nothing here holds the truth: each call answers {@link com.protocolbanks.redis.RedisReply.RedisUnavailable} while
 * Redis is away, and what it held must be rebuildable from Postgres and the chain.
 */
@NullMarked
package com.protocolbanks.redis;

import org.jspecify.annotations.NullMarked;
