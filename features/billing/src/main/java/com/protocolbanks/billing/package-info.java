/**
 * Session keys, prices, and what becomes of metered usage: the minute sync into Postgres and settlement on chain. Knows
 * nothing of how requests are metered.
 */
@NullMarked
package com.protocolbanks.billing;

import org.jspecify.annotations.NullMarked;
