/** What is at which address, and who answers it; an address nobody is named for is refused. */
@NullMarked
package com.protocolbanks.gateway.routes;

import org.jspecify.annotations.NullMarked;
