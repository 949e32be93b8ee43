/** The REST API: decodes, calls a feature's face, encodes. */
@NullMarked
package com.protocolbanks.web.api;

import org.jspecify.annotations.NullMarked;
