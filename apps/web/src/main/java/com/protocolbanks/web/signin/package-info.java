/** Signing in and out over HTTP. */
@NullMarked
package com.protocolbanks.web.signin;

import org.jspecify.annotations.NullMarked;
