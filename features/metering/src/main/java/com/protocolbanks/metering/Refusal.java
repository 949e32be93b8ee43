package com.protocolbanks.metering;

import java.util.Locale;

/** Why a request is not served; {@link #code} is what the outside reads. */
public enum Refusal {
    /** The voucher, the deposit or the key's limit is used up. */
    OUT_OF_MONEY(402),
    /** A voucher of its own must be for exactly what was spent and what the request costs. */
    CUMULATIVE_MISMATCH(402),
    KEY_FROZEN(403),
    KEY_EXPIRED(403),
    KEY_UNKNOWN(403),
    /** The channel is not on the chain, has no deposit, or is of another token than its key. */
    CHANNEL_UNKNOWN(402),
    ROUTE_NOT_ALLOWED(403),
    PAYER_NOT_ALLOWED(403),
    /** Another request of a channel that takes one at a time is running. */
    CHANNEL_BUSY(409),
    RATE_LIMITED(429),
    /** The store is away, or may have lost something that is being rebuilt. */
    STORE_UNSURE(503);

    private final int status;

    Refusal(int status) {
        this.status = status;
    }

    /** The HTTP status it is answered with. */
    public int status() {
        return status;
    }

    /** The stable text of the refusal, for example {@code out_of_money}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
