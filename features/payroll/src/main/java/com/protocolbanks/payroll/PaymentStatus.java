package com.protocolbanks.payroll;

/** How an item or one of its legs stands. */
public enum PaymentStatus {
    PENDING,
    SUCCESS,
    FAILED
}
