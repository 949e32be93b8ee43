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

    /** A kind of chain. */
    enum Chain {
        UNBOUNDED("a block for each transaction, 1,000 million gas", 1_000_000_000, 200),
        ZETACHAIN_LIKE("a block of 50 million gas every 2 s", 50_000_000, 10);

        private final String words;
        private final long blockGas;
        private final int peerItems;

        Chain(String words, long blockGas, int peerItems) {
            this.words = words;
            this.blockGas = blockGas;
            this.peerItems = peerItems;
        }

        String words() {
            return words;
        }

        LocalChain.Mining mining() {
            return switch (this) {
                case UNBOUNDED -> new LocalChain.Mining.EachTransactionAndEvery(1);
                case ZETACHAIN_LIKE -> new LocalChain.Mining.Every(2);
            };
        }

        /** Units of gas a block may use. */
        long blockGas() {
            return blockGas;
        }

        /** How many payments are enough to measure one after the other. */
        int peerItems() {
            return peerItems;
        }
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
