/** Agents that spend against gateways, and the books that are held against what they saw. */
@NullMarked
package com.protocolbanks.pb.check.agents;

import org.jspecify.annotations.NullMarked;
