/** Session keys: who may spend, how much, on what, until when. */
@NullMarked
package com.protocolbanks.billing.keys;

import org.jspecify.annotations.NullMarked;
