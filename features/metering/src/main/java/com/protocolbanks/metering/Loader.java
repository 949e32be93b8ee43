package com.protocolbanks.metering;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.x402.ChannelConfig;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Brings a session key and a channel into the store, from where they are kept for good. */
public interface Loader {

    /** What can be said after looking. */
    enum Loaded {
        /** Both stand in the store. */
        READY,
        KEY_UNKNOWN,
        /** No channel of the key's token, or without a deposit. */
        CHANNEL_UNKNOWN,
        /** The store, or where they are kept, cannot be asked now. */
        AWAY
    }

    /**
     * Brings both into the store, as far as they are known.
     *
     * @param config the channel's terms, when they are known: then the chain is asked for a channel that is new
     */
    CompletionStage<Loaded> load(Address key, Hash32 channelId, @Nullable ChannelConfig config);
}
