/** What every part of the REST API shares: rights, keys, lists, findings, the description. */
@NullMarked
package com.protocolbanks.web.api;

import org.jspecify.annotations.NullMarked;
