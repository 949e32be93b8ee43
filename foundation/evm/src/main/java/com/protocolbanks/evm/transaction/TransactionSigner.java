package com.protocolbanks.evm.transaction;

import com.protocolbanks.evm.Address;

/** Signs transactions as one account, without showing its key. */
public interface TransactionSigner {
    Address address();

    /**
     * The signed form.
     *
     * @throws RefusedTransaction when this signer does not sign such a transaction
     */
    SignedTransaction sign(FeeMarketTransaction transaction);
}
