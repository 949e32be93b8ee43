/** Draws pages: text in the product's faces, rules, boxes, links and QR codes, measured in points from the top left. */
@NullMarked
package com.protocolbanks.payroll.documents.drawing;

import org.jspecify.annotations.NullMarked;
