/** The bank of bugs: what is planted in a copy of the product to see whether its tests and checks notice it. */
@NullMarked
package com.protocolbanks.pb.check.bugs;

import org.jspecify.annotations.NullMarked;
