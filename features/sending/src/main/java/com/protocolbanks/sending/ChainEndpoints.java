package com.protocolbanks.sending;

import com.protocolbanks.evm.rpc.ChainClient;
import java.util.List;

/**
 * Where a chain is spoken to.
 *
 * @param broadcast the one endpoint that gets the transactions; never a balancer over several nodes, because each node
 *     checks nonces against its own memory
 * @param readers the endpoints that must agree on a receipt; none means the one that broadcasts
 */
public record ChainEndpoints(ChainClient broadcast, List<ChainClient> readers) {
    public ChainEndpoints {
        readers = readers.isEmpty() ? List.of(broadcast) : List.copyOf(readers);
    }
}
