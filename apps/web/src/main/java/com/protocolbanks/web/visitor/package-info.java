/** What is known of the one who sent a request, for whoever handles it later. */
@NullMarked
package com.protocolbanks.web.visitor;

import org.jspecify.annotations.NullMarked;
