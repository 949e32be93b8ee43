package com.protocolbanks.evm.transaction;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.keys.SigningKey;

/** Signs whatever it is given: for setting a chain up, never for a worker. */
public final class OpenSigner implements TransactionSigner {
    private final SigningKey key;

    public OpenSigner(SigningKey key) {
        this.key = key;
    }

    @Override
    public Address address() {
        return key.address();
    }

    @Override
    public SignedTransaction sign(FeeMarketTransaction transaction) {
        return transaction.with(key.sign(transaction.digest()), key.address());
    }
}
