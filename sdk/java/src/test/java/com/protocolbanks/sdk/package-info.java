@NullMarked
package com.protocolbanks.sdk;

import org.jspecify.annotations.NullMarked;
