package com.protocolbanks.evm.contracts;

/** How MultiSend moves a chunk's money; the order is the contract's. */
public enum PayMode {
    /** One transferFrom for each item, out of an allowance. */
    PULL,
    /** The exact sum of the tried items is pulled once, what fails goes back. */
    POOL,
    /** The organization's Safe pays by its module; the only mode for the native coin. */
    MODULE
}
