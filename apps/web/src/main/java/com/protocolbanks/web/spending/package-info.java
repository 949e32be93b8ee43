/** What agents may and did spend, as people see it: session keys, usage, receipts and settlements. */
@NullMarked
package com.protocolbanks.web.spending;

import org.jspecify.annotations.NullMarked;
