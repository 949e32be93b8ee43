/** The only way to Redis. */
@NullMarked
package com.protocolbanks.redis;

import org.jspecify.annotations.NullMarked;
