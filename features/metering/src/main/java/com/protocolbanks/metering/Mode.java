package com.protocolbanks.metering;

/** How a request shows that it may spend. */
public enum Mode {
    /** A voucher of its own for exactly what was spent and what it costs; one request at a time. */
    STRICT,
    /** A session whose voucher runs ahead of what is spent; many requests at a time. */
    WINDOW
}
