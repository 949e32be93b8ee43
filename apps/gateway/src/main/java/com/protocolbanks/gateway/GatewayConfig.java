package com.protocolbanks.gateway;

import com.protocolbanks.database.DatabaseUrl;
import com.protocolbanks.evm.Address;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** All the gateway process is told at its start. */
public record GatewayConfig(Stores stores, Chain chain, Self self, Serving serving) {
    /**
     * Where the gateway reads what is kept.
     *
     * @param database the pooled address, with the gateway's role
     * @param redisUrl {@code redis://} or {@code rediss://}
     */
    public record Stores(DatabaseUrl database, String redisUrl) {}

    /**
     * Where the gateway reads what is on chain.
     *
     * @param rpcUrl a JSON-RPC endpoint; it is only read from
     * @param contracts the deployment's addresses (JSON)
     * @param receiver whom claims pay
     */
    public record Chain(URI rpcUrl, Path contracts, Address receiver) {}

    /**
     * Who this gateway is among others.
     *
     * @param id its name, kept over restarts
     * @param logFolder of the usage log, on a disk that outlives the process; no other gateway's
     * @param everyChargeOnDisk whether an answer waits until its charge is on disk
     * @param receiptKey the key file of the account that signs receipts
     * @param receiptPassword the file with that key file's password
     * @param sessionSecret the file with the secret that all gateways share, 64 hex digits
     */
    public record Self(
            String id,
            Path logFolder,
            boolean everyChargeOnDisk,
            Path receiptKey,
            Path receiptPassword,
            Path sessionSecret) {}

    /**
     * Where agents find this gateway, and what it serves them.
     *
     * @param port to listen at, on all addresses; 0 takes a free one
     * @param publicUrl how agents call this gateway
     * @param consoleUrl where session keys are registered
     * @param upstreams which route leads where (JSON)
     * @param tls empty for plain HTTP
     * @param countryHeader in which a proxy before the gateway says the country of a request; empty when there is none
     */
    public record Serving(
            int port,
            URI publicUrl,
            URI consoleUrl,
            Path upstreams,
            Optional<Tls> tls,
            Optional<String> countryHeader) {
        /** Without a proxy that says countries. */
        public Serving(int port, URI publicUrl, URI consoleUrl, Path upstreams, Optional<Tls> tls) {
            this(port, publicUrl, consoleUrl, upstreams, tls, Optional.empty());
        }
    }

    /** A certificate chain and its private key, both PEM. */
    public record Tls(Path certificate, Path key) {}
}
