@NullMarked
package com.protocolbanks.gateway.routes;

import org.jspecify.annotations.NullMarked;
