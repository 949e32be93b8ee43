/** The organization as it is set up: its members, its programs' keys, its tokens. */
@NullMarked
package com.protocolbanks.web.settings;

import org.jspecify.annotations.NullMarked;
