package com.protocolbanks.pb.bench;

import com.protocolbanks.embedded.LocalChain;
import com.protocolbanks.pb.machine.CpuQuota;
import java.util.Optional;

/** Where a payroll is paid: what the worker has, and what the chain takes. */
enum PayrollSetting {
    HALF_CORE("half a core, 512 MB", true, Chain.UNBOUNDED),
    ZETACHAIN_LIKE("no quota", false, Chain.ZETACHAIN_LIKE),
    NO_QUOTA("no quota", false, Chain.UNBOUNDED);

    static final double CORES = 0.5;
    static final long MEMORY = 512L << 20;

    private final String worker;
    private final boolean limited;
    private final Chain chain;

    PayrollSetting(String worker, boolean limited, Chain chain) {
        this.worker = worker;
        this.limited = limited;
        this.chain = chain;
    }

    /**
     * A kind of chain.
     *
     * @param blockGas units of gas a block may use
     * @param peerItems how many payments are enough to measure one after the other
     */
    record Chain(String words, LocalChain.Mining mining, long blockGas, int peerItems) {
        static final Chain UNBOUNDED = new Chain(
                "a block for each transaction, 1,000 million gas",
                new LocalChain.Mining.EachTransactionAndEvery(1),
                1_000_000_000,
                200);
        static final Chain ZETACHAIN_LIKE =
                new Chain("a block of 50 million gas every 2 s", new LocalChain.Mining.Every(2), 50_000_000, 10);
    }

    String worker() {
        return worker;
    }

    Chain chain() {
        return chain;
    }

    /** A control group for the worker; empty where it needs none, or where this machine lets nobody make one. */
    Optional<CpuQuota> quota() {
        return limited ? CpuQuota.create("pb-bench-payroll", CORES, MEMORY) : Optional.empty();
    }
}
