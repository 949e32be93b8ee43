/** What AI billing promises, each tried on all of it at once: a provider, gateways, a worker and their servers. */
@NullMarked
package com.protocolbanks.pb.check.billing;

import org.jspecify.annotations.NullMarked;
