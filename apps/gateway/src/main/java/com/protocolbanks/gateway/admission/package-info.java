/** Who pays: the payment is read from the request, checked, and the most the request can cost is held. */
@NullMarked
package com.protocolbanks.gateway.admission;

import org.jspecify.annotations.NullMarked;
