/** The people an organization pays, over HTTP. */
@NullMarked
package com.protocolbanks.web.people;

import org.jspecify.annotations.NullMarked;
