@NullMarked
package com.protocolbanks.gateway.stores;

import org.jspecify.annotations.NullMarked;
