/** The chunks the owners signed: what each pays, how far it is, and what the chain says of it. */
@NullMarked
package com.protocolbanks.payouts.chunks;

import org.jspecify.annotations.NullMarked;
