package com.protocolbanks.identity;

/** What an API key was made for; it never exceeds what its member may do. */
public enum Scope {
    PAYOUTS_READ,
    PAYOUTS_WRITE,
    PAYOUTS_APPROVE,
    EMPLOYEES_READ,
    EMPLOYEES_WRITE,
    FIAT_RESULTS,
    SESSION_KEYS_READ,
    SESSION_KEYS_WRITE,
    SESSION_KEYS_FREEZE
}
