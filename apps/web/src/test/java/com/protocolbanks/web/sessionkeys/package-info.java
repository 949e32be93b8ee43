@NullMarked
package com.protocolbanks.web.sessionkeys;

import org.jspecify.annotations.NullMarked;
