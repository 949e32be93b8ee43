package com.protocolbanks.web;

import com.protocolbanks.database.DatabaseUrl;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/**
 * All the web process is told at its start.
 *
 * @param publicUrl the address people open, as sign-in messages name it; https except on the own machine
 * @param port where to listen; 0 takes a free one
 */
public record WebConfig(Stores stores, Chain chain, URI publicUrl, int port, Additions additions) {
    /**
     * Where the web process keeps what it is told, and what opens it.
     *
     * @param databaseUrl the pooled address
     * @param redisUrl {@code redis://} or {@code rediss://}
     * @param masterKeyFile holds the key that wraps each organization's data key
     */
    public record Stores(DatabaseUrl databaseUrl, String redisUrl, Path masterKeyFile) {}

    /**
     * Where the web process reads what is on chain.
     *
     * @param rpcUrl JSON-RPC endpoint, used for reads only
     * @param contracts the deployment's addresses (JSON)
     */
    public record Chain(URI rpcUrl, Path contracts) {}

    /**
     * What a surrounding program adds to the pages.
     *
     * @param scripts addresses on this server, from {@code static/} of the class path, loaded as modules on each page
     * @param connectSources origins those scripts may call besides this server
     * @param clock what the time is
     */
    public record Additions(List<String> scripts, List<String> connectSources, Clock clock) {
        public static final Additions NONE = new Additions(List.of(), List.of(), Clock.systemUTC());

        public Additions {
            scripts = List.copyOf(scripts);
            connectSources = List.copyOf(connectSources);
        }
    }
}
