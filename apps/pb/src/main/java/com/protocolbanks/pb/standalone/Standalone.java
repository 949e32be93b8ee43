package com.protocolbanks.pb.standalone;

import com.protocolbanks.embedded.LocalChain;
import com.protocolbanks.embedded.upstream.LocalUpstream;
import com.protocolbanks.evm.Address;
import com.protocolbanks.gateway.GatewayApp;
import com.protocolbanks.worker.WorkerApp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Web, worker and gateway over servers of their own: what production spreads over hosts, in one process. */
public final class Standalone implements AutoCloseable {
    private static final List<String> ROUTES = List.of("chat");

    private final Opened open = new Opened();
    private final Premises premises;
    private final GatewayApp gateway;

    private Standalone(Path folder, int port) {
        try {
            premises = open.add(Premises.open(folder, port, new LocalChain.Mining.EachTransactionAndEvery(1)));
            premises.prices(read(Path.of(System.getProperty("pb.root", "."), "samples", "demo-prices.json")));
            open.add(WorkerApp.start(premises.worker()));
            var provider = open.add(LocalUpstream.start(0));
            gateway = open.add(GatewayApp.start(premises.gateway("gateway-1", 0, provider.url(), ROUTES)));
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Starts everything, or goes on with what the folder holds.
     *
     * @param port where the pages are served; 0 takes a free one
     */
    public static Standalone start(Path folder, int port) {
        return new Standalone(folder, port);
    }

    public URI web() {
        return premises.web();
    }

    /** Where agents send their requests. */
    public URI gateway() {
        return URI.create("http://localhost:" + gateway.port());
    }

    public Servers servers() {
        return premises.servers();
    }

    /** {@link Premises#fundChannel}. */
    public void fundChannel(Address wallet, Address key, BigInteger units) {
        premises.fundChannel(wallet, key, units);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets gateway and worker write down what they have begun, then stops the pages and the servers. */
    @Override
    public void close() {
        open.close();
    }
}
