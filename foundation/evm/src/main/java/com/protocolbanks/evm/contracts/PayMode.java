package com.protocolbanks.evm.contracts;

/** How MultiSend moves a chunk's money. */
public enum PayMode {
    /** One transferFrom for each item, out of an allowance. */
    PULL(0),
    /** The exact sum of the tried items is pulled once, what fails goes back. */
    POOL(1),
    /** The organization's Safe pays by its module; the only mode for the native coin. */
    MODULE(2);

    private final int code;

    PayMode(int code) {
        this.code = code;
    }

    /** The contract's number for it. */
    int code() {
        return code;
    }
}
