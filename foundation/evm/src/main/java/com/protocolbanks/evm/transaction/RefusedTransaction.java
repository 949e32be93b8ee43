package com.protocolbanks.evm.transaction;

/** A transaction that its signer does not sign: a wrong destination, a value, or another chain. */
public final class RefusedTransaction extends RuntimeException {
    private static final long serialVersionUID = 1;

    public RefusedTransaction(String message) {
        super(message);
    }
}
