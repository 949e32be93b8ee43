package com.protocolbanks.evm.transaction;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.ChainId;
import com.protocolbanks.evm.keys.SigningKey;
import java.util.Set;

/**
 * Signs calls to a fixed set of contracts on one chain, and nothing else.
 *
 * <p>The one exception is an empty transaction to itself, which uses a nonce up and moves nothing. So whoever makes
 * the worker sign still cannot send the key's own money anywhere.
 */
public final class OperatorSigner implements TransactionSigner {
    private final SigningKey key;
    private final ChainId chainId;
    private final Set<Address> destinations;

    public OperatorSigner(SigningKey key, ChainId chainId, Set<Address> destinations) {
        this.key = key;
        this.chainId = chainId;
        this.destinations = Set.copyOf(destinations);
    }

    @Override
    public Address address() {
        return key.address();
    }

    @Override
    public SignedTransaction sign(FeeMarketTransaction transaction) {
        if (!transaction.chainId().equals(chainId)) {
            throw new RefusedTransaction("chain " + transaction.chainId() + " is not " + chainId);
        }
        if (transaction.value().signum() != 0) {
            throw new RefusedTransaction("an operator sends no value");
        }
        Address to = transaction.to();
        boolean fillsNonce = address().equals(to) && transaction.data().length == 0;
        if (!fillsNonce && (to == null || !destinations.contains(to))) {
            throw new RefusedTransaction("not one of the configured contracts: " + to);
        }
        return transaction.with(key.sign(transaction.digest()), key.address());
    }
}
