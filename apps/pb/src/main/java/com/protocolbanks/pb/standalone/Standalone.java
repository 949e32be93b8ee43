package com.protocolbanks.pb.standalone;

import com.protocolbanks.embedded.LocalChain;
import com.protocolbanks.worker.WorkerApp;
import java.net.URI;
import java.nio.file.Path;

/** Web and worker over servers of their own: what production spreads over hosts, in one process. */
public final class Standalone implements AutoCloseable {
    private final Premises premises;
    private final WorkerApp worker;

    private Standalone(Premises premises, WorkerApp worker) {
        this.premises = premises;
        this.worker = worker;
    }

    /**
     * Starts everything, or goes on with what the folder holds.
     *
     * @param port where the pages are served; 0 takes a free one
     */
    public static Standalone start(Path folder, int port) {
        var premises = Premises.open(folder, port, new LocalChain.Mining.EachTransactionAndEvery(1));
        try {
            return new Standalone(premises, WorkerApp.start(premises.worker()));
        } catch (RuntimeException e) {
            premises.close();
            throw e;
        }
    }

    public URI web() {
        return premises.web();
    }

    public Servers servers() {
        return premises.servers();
    }

    /** Lets the worker write down what it has begun, then stops the pages and the servers. */
    @Override
    public void close() {
        worker.close();
        premises.close();
    }
}
