package com.protocolbanks.metering.vouchers;

import com.protocolbanks.metering.Ceiling;

/** Whether a voucher may be charged against. */
public sealed interface VoucherAnswer {

    /**
     * Its signature and its terms hold; whether there is money is for the meter to say.
     *
     * @param ceiling what a request is admitted with
     */
    record Accepted(Ceiling ceiling) implements VoucherAnswer {}

    /** The voucher itself is wrong. */
    record Invalid(VoucherFault fault) implements VoucherAnswer {}
}
