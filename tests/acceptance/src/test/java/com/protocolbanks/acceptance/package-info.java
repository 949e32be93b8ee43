/** Tests of the whole product over servers as an operator installs them. */
@NullMarked
package com.protocolbanks.acceptance;

import org.jspecify.annotations.NullMarked;
