package com.protocolbanks.pb.standalone;

import com.protocolbanks.embedded.DevAccount;
import com.protocolbanks.embedded.FreePorts;
import com.protocolbanks.embedded.LocalChain;
import com.protocolbanks.embedded.LocalPostgres.Role;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.keys.SigningKey;
import com.protocolbanks.web.WebApp;
import com.protocolbanks.web.WebConfig;
import com.protocolbanks.worker.WorkerApp;
import com.protocolbanks.worker.WorkerConfig;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;

/** Web and worker over servers of their own: what production spreads over hosts, in one process. */
public final class Standalone implements AutoCloseable {
    private static final SigningKey OPERATOR =
            SigningKey.of(Hash32.of(DevAccount.ALL.getFirst().privateKey()));

    private final Servers servers;
    private final WorkerApp worker;
    private final WebApp web;

    private Standalone(Servers servers, WorkerApp worker, WebApp web) {
        this.servers = servers;
        this.worker = worker;
        this.web = web;
    }

    /**
     * Starts everything, or goes on with what the folder holds.
     *
     * @param port where the pages are served; 0 takes a free one
     */
    public static Standalone start(Path folder, int port) {
        int chosen = port == 0 ? FreePorts.next() : port;
        var servers = Servers.start(folder, new LocalChain.Mining.EachTransactionAndEvery(1));
        try {
            var files = new LocalFiles(folder, new SecureRandom());
            var contracts =
                    files.contracts(LocalChain.CHAIN_ID, servers.contracts().multiSend(), OPERATOR.address());
            var worker = WorkerApp.start(worker(servers, files, contracts));
            try {
                return new Standalone(servers, worker, WebApp.start(web(servers, files, contracts, chosen)));
            } catch (RuntimeException e) {
                worker.close();
                throw e;
            }
        } catch (RuntimeException e) {
            servers.close();
            throw e;
        }
    }

    private static WorkerConfig worker(Servers servers, LocalFiles files, Path contracts) {
        return new WorkerConfig(
                new WorkerConfig.Stores(servers.database(Role.WORKER), servers.redisUrl(), files.masterKey()),
                new WorkerConfig.Chain(servers.chainUrl(), List.of(), contracts),
                new WorkerConfig.Operator(files.keystore(OPERATOR), files.keystorePassword()));
    }

    private static WebConfig web(Servers servers, LocalFiles files, Path contracts, int port) {
        return new WebConfig(
                new WebConfig.Stores(servers.database(Role.WEB), servers.redisUrl(), files.masterKey()),
                new WebConfig.Chain(servers.chainUrl(), contracts),
                URI.create("http://localhost:" + port),
                port,
                new WebConfig.Additions(
                        List.of("/dev-wallet.js"), List.of(servers.chainUrl().toString())));
    }

    public URI web() {
        return URI.create("http://localhost:" + web.port());
    }

    public Servers servers() {
        return servers;
    }

    /** Stops the pages first, then lets the worker write down what it has begun, then stops the servers. */
    @Override
    public void close() {
        web.close();
        worker.close();
        servers.close();
    }
}
