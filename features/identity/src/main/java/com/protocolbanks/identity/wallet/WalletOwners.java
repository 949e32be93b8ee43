package com.protocolbanks.identity.wallet;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.abi.MalformedAbi;
import com.protocolbanks.evm.contracts.SafeCalls;
import com.protocolbanks.evm.rpc.CallAnswer;
import com.protocolbanks.evm.rpc.CallRequest;
import com.protocolbanks.evm.rpc.ChainClient;
import com.protocolbanks.evm.rpc.ChainUnavailable;
import java.util.List;

/** Who owns an organization's wallet on chain, at the newest block. */
public final class WalletOwners {
    private final ChainClient chain;

    public WalletOwners(ChainClient chain) {
        this.chain = chain;
    }

    /** What the chain says. */
    public sealed interface Ownership {
        /** An account with a key and no code: it owns itself, and the contract sees one person. */
        record Itself(Address wallet) implements Ownership {}

        /**
         * A Safe.
         *
         * @param threshold how many of the owners must sign, from 1
         */
        record Safe(Address wallet, List<Address> owners, int threshold) implements Ownership {
            public Safe {
                owners = List.copyOf(owners);
            }
        }

        /** Another contract: only it knows, and it is asked by ERC-1271 about each signature. */
        record OtherContract(Address wallet) implements Ownership {}

        /** The chain could not be asked. */
        record Unavailable(String reason) implements Ownership {}

        /** Whether the account is known to own the wallet. */
        default boolean includes(Address account) {
            return switch (this) {
                case Itself(var wallet) -> wallet.equals(account);
                case Safe safe -> safe.owners().contains(account);
                case OtherContract _, Unavailable _ -> false;
            };
        }

        /** Whether a single signature is enough on chain. */
        default boolean oneIsEnough() {
            return switch (this) {
                case Itself _ -> true;
                case Safe safe -> safe.threshold() == 1;
                case OtherContract _, Unavailable _ -> false;
            };
        }
    }

    public Ownership of(Address wallet) {
        try {
            if (chain.code(wallet).length == 0) {
                return new Ownership.Itself(wallet);
            }
            return ofContract(
                    wallet,
                    chain.calls(List.of(
                            CallRequest.of(wallet, SafeCalls.getOwners()),
                            CallRequest.of(wallet, SafeCalls.getThreshold()))));
        } catch (ChainUnavailable unavailable) {
            return new Ownership.Unavailable(String.valueOf(unavailable.getMessage()));
        }
    }

    private static Ownership ofContract(Address wallet, List<CallAnswer> answers) {
        for (var answer : answers) {
            if (answer instanceof CallAnswer.Unavailable(var reason)) {
                return new Ownership.Unavailable(reason);
            }
        }
        if (!(answers.get(0) instanceof CallAnswer.Returned(var owners)
                && answers.get(1) instanceof CallAnswer.Returned(var threshold))) {
            return new Ownership.OtherContract(wallet);
        }
        try {
            var safe = new Ownership.Safe(wallet, SafeCalls.ownersOf(owners), SafeCalls.thresholdOf(threshold));
            return safe.threshold() >= 1 && safe.threshold() <= safe.owners().size()
                    ? safe
                    : new Ownership.OtherContract(wallet);
        } catch (MalformedAbi _) {
            return new Ownership.OtherContract(wallet);
        }
    }
}
