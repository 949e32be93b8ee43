/** Parts of the product as processes of their own, which checks limit and kill. */
@NullMarked
package com.protocolbanks.pb.check.processes;

import org.jspecify.annotations.NullMarked;
