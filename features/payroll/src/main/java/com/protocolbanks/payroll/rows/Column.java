package com.protocolbanks.payroll.rows;

/** What a column of a payroll means. */
public enum Column {
    EMPLOYEE_NUMBER,
    NAME,
    WALLET,
    AMOUNT,
    TOKEN,
    NOTE,
    EMAIL,
    SPLIT,
    ACCOUNT_NAME,
    ACCOUNT,
    BANK_CODE;

    /** Whether a payroll without it cannot be read. */
    public boolean required() {
        return this == NAME || this == WALLET || this == AMOUNT;
    }
}
