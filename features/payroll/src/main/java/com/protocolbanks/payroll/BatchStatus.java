package com.protocolbanks.payroll;

/** The four words by which a batch is known outside; {@link Stage} says more. */
public enum BatchStatus {
    PENDING,
    PROCESSING,
    COMPLETED,
    FAILED
}
