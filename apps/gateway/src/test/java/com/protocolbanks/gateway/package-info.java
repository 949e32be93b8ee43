@NullMarked
package com.protocolbanks.gateway;

import org.jspecify.annotations.NullMarked;
