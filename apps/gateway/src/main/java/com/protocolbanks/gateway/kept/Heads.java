package com.protocolbanks.gateway.kept;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Signed heads of receipt chains. */
public interface Heads {
    /** The newest at hand, without waiting; to be written, not read. */
    Optional<JsonNode> newest(Address key, Hash32 channelId);

    /** One over every receipt so far. */
    CompletionStage<Optional<ObjectNode>> now(Address key, Hash32 channelId);
}
