/** What the gateway keeps in Redis beside the meter's own, and reads from the chain and Postgres for it. */
@NullMarked
package com.protocolbanks.gateway.stores;

import org.jspecify.annotations.NullMarked;
