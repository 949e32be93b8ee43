package com.protocolbanks.gateway.admission;

import com.protocolbanks.billing.keys.BillingToken;
import com.protocolbanks.gateway.errors.Problem;
import com.protocolbanks.gateway.pricing.Quote;
import com.protocolbanks.metering.Ceiling;
import com.protocolbanks.metering.ChannelState;
import com.protocolbanks.x402.receipts.ReceiptBody;
import com.protocolbanks.x402.receipts.UsageReceipt;
import com.protocolbanks.x402.wire.PaymentRequired;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** What became of a request at the door. */
public sealed interface Entry {
    /**
     * It may go upstream; what it can cost at most is held.
     *
     * @param quote what it may cost and write; less than was asked for when the money allows no more
     * @param draft its receipt as far as it is known
     * @param named whether the client gave the request an id of its own
     * @param deposit what this request brought in, or null
     */
    record Admitted(
            Ceiling ceiling,
            BillingToken token,
            Quote quote,
            ReceiptBody draft,
            ChannelState state,
            boolean named,
            @Nullable Deposited deposit)
            implements Entry {}

    /**
     * Money that reached the channel with a request.
     *
     * @param transaction the deposit's, as 0x and hex
     */
    record Deposited(String transaction, BigInteger amount) {}

    /** It is charged already, and all there is to say is that it is paid. */
    record Charged(Admitted admitted, UsageReceipt receipt) implements Entry {}

    /**
     * A request of this id was charged before.
     *
     * @param asked what is asked now, for comparison
     */
    record Again(Ceiling ceiling, UsageReceipt receipt, ReceiptBody asked) implements Entry {}

    /**
     * Nothing is held; the problem says why.
     *
     * @param required how it could be paid, when that is what is missing
     */
    record Refused(Problem problem, @Nullable PaymentRequired required) implements Entry {}
}
