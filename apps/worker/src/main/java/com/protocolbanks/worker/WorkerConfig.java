package com.protocolbanks.worker;

import com.protocolbanks.database.DatabaseUrl;
import com.protocolbanks.evm.Address;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * All the worker process is told at its start.
 *
 * @param billing empty where nothing is metered
 */
public record WorkerConfig(Stores stores, Chain chain, Operator operator, Optional<Billing> billing) {
    /** For payroll alone. */
    public WorkerConfig(Stores stores, Chain chain, Operator operator) {
        this(stores, chain, operator, Optional.empty());
    }

    /**
     * Where the worker keeps what it knows.
     *
     * @param database the pooled address, with the worker's role
     * @param redisUrl {@code redis://} or {@code rediss://}
     */
    public record Stores(DatabaseUrl database, String redisUrl) {}

    /**
     * The chain that the worker writes to.
     *
     * @param rpcUrl the one JSON-RPC endpoint that gets the transactions
     * @param readUrls endpoints that must agree on every receipt; none means the one above alone
     * @param contracts the deployment's addresses (JSON)
     */
    public record Chain(URI rpcUrl, List<URI> readUrls, Path contracts) {
        public Chain {
            readUrls = List.copyOf(readUrls);
        }
    }

    /** The key file of the account that sends chunks and pays their gas, and the file with its password. */
    public record Operator(Path keystore, Path passwordFile) {}

    /**
     * What the worker does about metered usage.
     *
     * @param receiver whom claimed money goes to
     * @param syncEvery how often metered usage is taken over
     */
    public record Billing(Address receiver, Duration syncEvery) {}
}
