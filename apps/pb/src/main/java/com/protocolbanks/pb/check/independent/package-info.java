/**
 * A second opinion: reads the workbook, the files and the chain without a single class of the product, so that an error
 * of the product cannot agree with itself.
 */
@NullMarked
package com.protocolbanks.pb.check.independent;

import org.jspecify.annotations.NullMarked;
