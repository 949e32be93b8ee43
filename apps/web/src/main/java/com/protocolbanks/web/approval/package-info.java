/** What the owners are asked to sign, and their signatures, over HTTP. */
@NullMarked
package com.protocolbanks.web.approval;

import org.jspecify.annotations.NullMarked;
