/** The REST API of session keys, their usage and their receipts. */
@NullMarked
package com.protocolbanks.web.sessionkeys;

import org.jspecify.annotations.NullMarked;
