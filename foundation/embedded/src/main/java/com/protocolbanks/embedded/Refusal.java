package com.protocolbanks.embedded;

/** How {@link DevelopmentToken#USDC} fails a payment to a recipient; the order is the contract's. */
public enum Refusal {
    NONE,
    /** Reverts like USDC's blacklist. */
    BLACKLISTED,
    RETURNS_FALSE,
    /** Burns all gas it is given. */
    BURNS_GAS
}
