package com.protocolbanks.metering;

import org.jspecify.annotations.Nullable;

/** What became of a voucher that is ahead of what is spent. */
public sealed interface Acceptance {

    /** The channel may be spent up to it, or to a higher one taken before. */
    record Accepted(ChannelState state) implements Acceptance {}

    /**
     * The voucher is not taken.
     *
     * @param state what the channel stands at, where it is known
     */
    record Refused(Refusal refusal, @Nullable ChannelState state) implements Acceptance {}
}
