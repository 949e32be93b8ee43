@NullMarked
package com.protocolbanks.gateway.streams;

import org.jspecify.annotations.NullMarked;
