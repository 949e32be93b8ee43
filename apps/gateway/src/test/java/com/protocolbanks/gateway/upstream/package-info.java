@NullMarked
package com.protocolbanks.gateway.upstream;

import org.jspecify.annotations.NullMarked;
