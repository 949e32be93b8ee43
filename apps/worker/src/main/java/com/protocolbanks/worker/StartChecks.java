package com.protocolbanks.worker;

import com.protocolbanks.database.Database;
import com.protocolbanks.database.DatabaseUrl;
import com.protocolbanks.database.Readiness;
import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.rpc.ChainClient;
import com.protocolbanks.evm.rpc.ChainUnavailable;
import java.util.List;

/** Looks at the surroundings before anything is promised; each refusal says what is wrong and what to do. */
final class StartChecks {
    private StartChecks() {}

    /** The database answers, has the product's tables, and logs the worker in as who it should be. */
    static Database database(DatabaseUrl url, int connections) {
        Database database;
        try {
            database = Database.open(url, connections);
        } catch (RuntimeException e) {
            throw new StartRefused(
                    "The database " + url + " does not answer (" + firstLine(e) + "); check DATABASE_URL.");
        }
        var problem = Readiness.problemForWorker(database);
        if (problem.isPresent()) {
            database.close();
            throw new StartRefused(problem.get());
        }
        return database;
    }

    private static String firstLine(Throwable fault) {
        var root = fault;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage()).lines().findFirst().orElse("");
    }

    /** The endpoint answers, is of the right chain, and has the contract. */
    static void chain(ChainClient chain, Deployment deployment) {
        sameChain(chain, deployment, "ZETACHAIN_RPC_URL");
        asked("ZETACHAIN_RPC_URL", () -> {
            if (chain.code(deployment.multiSend()).length == 0) {
                throw new StartRefused("There is no contract at " + deployment.multiSend() + " on chain "
                        + deployment.chainId() + "; deploy MultiSend first or correct PB_CONTRACTS.");
            }
            deployment.billing().map(billed -> billed.domain().contract()).ifPresent(settlement -> {
                if (chain.code(settlement).length == 0) {
                    throw new StartRefused("There is no settlement contract at " + settlement + " on chain "
                            + deployment.chainId() + "; correct batchSettlement in PB_CONTRACTS, or leave it out.");
                }
            });
        });
    }

    /** The endpoints that have to agree answer too, and are of the right chain. */
    static void readers(List<ChainClient> readers, Deployment deployment) {
        readers.forEach(reader -> sameChain(reader, deployment, "PB_RPC_READ_URLS"));
    }

    private static void sameChain(ChainClient chain, Deployment deployment, String variable) {
        asked(variable, () -> {
            var found = chain.chainId();
            if (!found.equals(deployment.chainId())) {
                throw new StartRefused("A chain endpoint belongs to chain " + found
                        + ", but the contracts file is for chain " + deployment.chainId() + "; correct " + variable
                        + " or PB_CONTRACTS.");
            }
        });
    }

    /** The key is the operator's whom batches name, and its account can pay for gas. */
    static void operator(ChainClient chain, Deployment deployment, Address signer) {
        if (!signer.equals(deployment.operator())) {
            throw new StartRefused("The key file is of " + signer + ", but the contracts file names the operator "
                    + deployment.operator() + "; correct PB_KEYSTORE or PB_CONTRACTS.");
        }
        asked("ZETACHAIN_RPC_URL", () -> {
            if (chain.balance(signer).signum() == 0) {
                throw new StartRefused("The operator " + signer + " has no coins to pay for gas; send it some first.");
            }
        });
    }

    private static void asked(String variable, Runnable question) {
        try {
            question.run();
        } catch (ChainUnavailable e) {
            throw new StartRefused(
                    "A chain endpoint does not answer (" + e.getMessage() + "); check " + variable + ".");
        }
    }
}
