/**
 * Meters what a session key spends: one indivisible step in Redis admits a request or refuses it, another settles it.
 *
 * <p>At every step, per channel: claimed &lt;= spent &lt;= spent + held &lt;= accepted &lt;= min(limit, deposit). Amounts
 * are whole numbers of the token's smallest unit from 0 to 2^53-1, up to which the scripts' arithmetic is exact.
 */
@NullMarked
package com.protocolbanks.metering;

import org.jspecify.annotations.NullMarked;
