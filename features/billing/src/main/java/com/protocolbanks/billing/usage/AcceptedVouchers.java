package com.protocolbanks.billing.usage;

import com.protocolbanks.evm.signature.Signature;
import com.protocolbanks.x402.wire.Payment;
import java.time.Clock;
import org.jooq.DSLContext;

/** Vouchers that come by another way than a shard's stream. */
public final class AcceptedVouchers {
    private AcceptedVouchers() {}

    /** Stores the payment's channel and voucher, which have been checked, in the caller's transaction. */
    public static void store(DSLContext dsl, Clock clock, Payment payment) {
        var voucher = new UsageEntry.OfVoucher(payment.config(), payment.voucher(), Signature.of(payment.signature()));
        new UsageRows(dsl, clock).accept(voucher);
    }
}
