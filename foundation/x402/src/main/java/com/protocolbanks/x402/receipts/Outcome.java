package com.protocolbanks.x402.receipts;

/** How a metered request ended. The names are part of the receipt's hash. */
public enum Outcome {
    /** The whole answer was delivered. */
    DELIVERED,
    /** The agent went away; the upstream's answer was read to its end for the true usage. */
    CLIENT_GONE,
    /** The gateway ended the answer: the key was frozen as stolen, or a limit was reached. */
    CUT,
    /** The upstream ended the answer before its end, or reported no usage; charged is what was delivered. */
    UPSTREAM_CUT,
    /** The hold's deadline passed without word of the request's end; charged is what was known to be delivered. */
    EXPIRED
}
