package com.protocolbanks.payroll.splits;

/** The way money takes: over the chain, or through the bank. */
public enum Rail {
    CHAIN,
    FIAT
}
