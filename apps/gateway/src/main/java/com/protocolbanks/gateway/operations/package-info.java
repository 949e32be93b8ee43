/** What those who run the gateway look at: health and figures. */
@NullMarked
package com.protocolbanks.gateway.operations;

import org.jspecify.annotations.NullMarked;
