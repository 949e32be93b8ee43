/** Renders a template with what every page needs: language, reader, nonce, navigation. */
@NullMarked
package com.protocolbanks.web.screens;

import org.jspecify.annotations.NullMarked;
