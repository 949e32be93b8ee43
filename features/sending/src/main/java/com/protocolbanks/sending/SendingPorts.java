package com.protocolbanks.sending;

import com.protocolbanks.database.Database;
import com.protocolbanks.evm.ChainId;
import com.protocolbanks.sending.dialect.ChainDialect;
import com.protocolbanks.threads.Threads;
import com.protocolbanks.threads.VirtualThreads;
import java.time.Clock;

/** Everything outside that sending touches, but the keys. */
public record SendingPorts(
        ChainId chainId,
        ChainEndpoints endpoints,
        ChainDialect dialect,
        Database database,
        Clock clock,
        Threads threads) {
    /** With the machine's own threads. */
    public SendingPorts(
            ChainId chainId, ChainEndpoints endpoints, ChainDialect dialect, Database database, Clock clock) {
        this(chainId, endpoints, dialect, database, clock, new VirtualThreads());
    }
}
