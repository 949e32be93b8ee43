package com.protocolbanks.gateway.admission;

import com.protocolbanks.metering.Refusal;
import com.protocolbanks.x402.wire.Payment;
import java.util.concurrent.CompletionStage;

/** Brings deposits to the chain, through the worker. */
public interface DepositDesk {
    /** What became of a deposit within the time a request waits for it. */
    sealed interface Brought {
        /** It is final. */
        record In(Entry.Deposited deposited) implements Brought {}

        /** It is not final yet; the same payment may be sent again. */
        record Pending() implements Brought {}

        /** It will not be; the error is a word of x402. */
        record Failed(String error) implements Brought {}

        /** It was not tried. */
        record Refused(Refusal refusal) implements Brought {}
    }

    CompletionStage<Brought> bring(Payment.Deposit deposit);
}
