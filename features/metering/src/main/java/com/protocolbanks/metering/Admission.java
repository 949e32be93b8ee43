package com.protocolbanks.metering;

import com.protocolbanks.x402.receipts.UsageReceipt;
import org.jspecify.annotations.Nullable;

/** What became of a request that asked to be admitted. */
public sealed interface Admission {

    /** Its amount is held; it may go upstream and must be settled. */
    record Held(ChannelState state) implements Admission {}

    /** It was charged at once. */
    record Charged(UsageReceipt receipt, ChannelState state) implements Admission {}

    /** A request of this id was settled before; nothing is charged again. */
    record Repeated(UsageReceipt receipt) implements Admission {}

    /** A request of this id is still running. */
    record InProgress() implements Admission {}

    /**
     * Nothing is held.
     *
     * @param state what the channel stands at, where it is known
     */
    record Refused(Refusal refusal, @Nullable ChannelState state) implements Admission {}
}
