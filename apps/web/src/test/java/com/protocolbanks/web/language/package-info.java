@NullMarked
package com.protocolbanks.web.language;

import org.jspecify.annotations.NullMarked;
