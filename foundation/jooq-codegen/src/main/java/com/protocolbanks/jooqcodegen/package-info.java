/** Build-time generation of the typed tables. */
@NullMarked
package com.protocolbanks.jooqcodegen;

import org.jspecify.annotations.NullMarked;
