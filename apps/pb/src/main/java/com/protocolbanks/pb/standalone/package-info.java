/** The whole product in one process, over servers that start with it. */
@NullMarked
package com.protocolbanks.pb.standalone;

import org.jspecify.annotations.NullMarked;
