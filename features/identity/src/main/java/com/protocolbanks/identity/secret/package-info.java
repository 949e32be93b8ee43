/** Random texts that open something: shown once, stored as a digest. */
@NullMarked
package com.protocolbanks.identity.secret;

import org.jspecify.annotations.NullMarked;
