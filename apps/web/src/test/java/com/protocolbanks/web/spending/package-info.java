@NullMarked
package com.protocolbanks.web.spending;

import org.jspecify.annotations.NullMarked;
