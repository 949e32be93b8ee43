package com.protocolbanks.billing.channels;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;

/** Tells the metering store what the chain newly says of a channel: its deposit, and whether its payer withdraws. */
@FunctionalInterface
public interface ChannelSwitch {
    /** Nobody is told. */
    ChannelSwitch NONE = (_, _, _) -> true;

    /**
     * Tells it what was read.
     *
     * @param key the session key that signs the channel's vouchers
     * @return false when the store did not hear of it and has to be told again
     */
    boolean publish(Address key, Hash32 channelId, ChainChannel channel);
}
