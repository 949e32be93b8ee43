/** What went wrong, in one form everywhere: problem+json for programs (RFC 9457), a page for people. */
@NullMarked
package com.protocolbanks.web.problem;

import org.jspecify.annotations.NullMarked;
