package com.protocolbanks.gateway.calls;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Signed heads of receipt chains, at hand without waiting. */
@FunctionalInterface
public interface Heads {
    Optional<ObjectNode> newest(Address key, Hash32 channelId);
}
