package com.protocolbanks.identity;

/** How the payout contract takes an organization's tokens. */
public enum PayoutMode {
    /** The organization's Safe pays by itself, the contract being one of its modules. */
    MODULE,
    /** One transfer of the exact allowance to the contract, which pays everyone and gives back the rest. */
    POOL,
    /** One transfer from the wallet for each payee, out of an exact allowance. */
    PULL
}
