/** Assets and amounts in whole smallest units. */
@NullMarked
package com.protocolbanks.money;

import org.jspecify.annotations.NullMarked;
