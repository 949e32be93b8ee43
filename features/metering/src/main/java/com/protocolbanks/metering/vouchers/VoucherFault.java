package com.protocolbanks.metering.vouchers;

import java.util.Locale;

/** What can be wrong with a voucher. */
public enum VoucherFault {
    /** The channel's id is not the hash of the terms given with it on this chain and contract. */
    CHANNEL_ID_MISMATCH,
    /** The money would go to somebody else. */
    RECEIVER_MISMATCH,
    /** Claims would be signed by somebody else. */
    RECEIVER_AUTHORIZER_MISMATCH,
    /** The channel is of a token that is not taken. */
    TOKEN_MISMATCH,
    /** The payer could withdraw sooner than claims are made. */
    WITHDRAW_DELAY_OUT_OF_RANGE,
    /** The signature is not the session key's over this voucher. */
    INVALID_VOUCHER_SIGNATURE,
    /** The amount is above what can be metered: 2^53-1 units. */
    AMOUNT_TOO_GREAT;

    /** The stable text, for example {@code channel_id_mismatch}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
