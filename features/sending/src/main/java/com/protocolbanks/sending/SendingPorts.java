package com.protocolbanks.sending;

import com.protocolbanks.database.Database;
import com.protocolbanks.evm.ChainId;
import com.protocolbanks.sending.dialect.ChainDialect;
import java.time.Clock;

/** Everything outside that sending touches, but the keys. */
public record SendingPorts(
        ChainId chainId, ChainEndpoints endpoints, ChainDialect dialect, Database database, Clock clock) {}
