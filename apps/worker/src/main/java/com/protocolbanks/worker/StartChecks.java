package com.protocolbanks.worker;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.rpc.ChainClient;
import com.protocolbanks.evm.rpc.ChainUnavailable;

/** Looks at the surroundings before anything is promised; each refusal says what is wrong and what to do. */
final class StartChecks {
    private StartChecks() {}

    /** The endpoint answers, is of the right chain, and has the contract. */
    static void chain(ChainClient chain, Deployment deployment) {
        try {
            var found = chain.chainId();
            if (!found.equals(deployment.chainId())) {
                throw new StartRefused("The chain endpoint belongs to chain " + found.value()
                        + ", but the contracts file is for chain "
                        + deployment.chainId().value() + "; correct ZETACHAIN_RPC_URL or PB_CONTRACTS.");
            }
            if (chain.code(deployment.multiSend()).length == 0) {
                throw new StartRefused("There is no contract at " + deployment.multiSend() + " on chain "
                        + found.value() + "; deploy MultiSend first or correct PB_CONTRACTS.");
            }
        } catch (ChainUnavailable e) {
            throw new StartRefused(
                    "The chain endpoint does not answer (" + e.getMessage() + "); check ZETACHAIN_RPC_URL.");
        }
    }

    /** The key is the operator's whom batches name, and its account can pay for gas. */
    static void operator(ChainClient chain, Deployment deployment, Address signer) {
        if (!signer.equals(deployment.operator())) {
            throw new StartRefused("The key file is of " + signer + ", but the contracts file names the operator "
                    + deployment.operator() + "; correct PB_KEYSTORE or PB_CONTRACTS.");
        }
        if (chain.balance(signer).signum() == 0) {
            throw new StartRefused("The operator " + signer + " has no coins to pay for gas; send it some first.");
        }
    }
}
