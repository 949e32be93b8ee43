package com.protocolbanks.evm.abi;

/** Data that does not follow the ABI it should follow; the endpoint or the contract is not what it claims to be. */
public final class MalformedAbi extends RuntimeException {
    private static final long serialVersionUID = 1;

    public MalformedAbi(String message) {
        super(message);
    }
}
