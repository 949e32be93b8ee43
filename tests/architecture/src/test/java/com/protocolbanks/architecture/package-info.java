/** The rules of the house, each a test that names what breaks it. */
@NullMarked
package com.protocolbanks.architecture;

import org.jspecify.annotations.NullMarked;
