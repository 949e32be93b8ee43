package com.protocolbanks.metering.log;

/**
 * How safe a charge is before its answer is delivered. A voucher is always on disk before the first byte it pays for.
 */
public enum Durability {
    /** Written: it outlives the process; on disk some milliseconds later. */
    FAST,
    /** On disk: it outlives the machine. */
    STRICT
}
