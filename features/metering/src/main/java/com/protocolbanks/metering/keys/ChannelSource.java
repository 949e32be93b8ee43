package com.protocolbanks.metering.keys;

import com.protocolbanks.evm.Hash32;
import java.util.Optional;

/** What the chain says of channels. Its calls may take long and are made off the event loops. */
public interface ChannelSource {

    /**
     * A channel that has or had a deposit; amounts in the token's smallest unit.
     *
     * @param balance deposited, what was claimed included
     * @param withdrawRequestedAt seconds of Unix time; 0 when the payer has not asked
     */
    record OnChain(long balance, long claimed, long withdrawRequestedAt, long refundNonce) {}

    /**
     * The channel as the newest block has it.
     *
     * @return empty when nothing was ever deposited
     */
    Optional<OnChain> find(Hash32 channelId);
}
