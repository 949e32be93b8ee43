package com.protocolbanks.evm.rpc;

/** The endpoint gave no usable answer: unreachable, too slow, an error of its own, or an answer of the wrong form. */
public final class ChainUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ChainUnavailable(String message) {
        super(message);
    }

    public ChainUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
