package com.protocolbanks.metering.keys;

import com.protocolbanks.billing.channels.Channels;
import com.protocolbanks.billing.channels.KnownChannel;
import com.protocolbanks.billing.keys.KeyBook;
import com.protocolbanks.billing.keys.SessionKey;
import com.protocolbanks.billing.usage.ReceiptChains;
import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.x402.receipts.UsageReceipt;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Where session keys, their channels and their receipts are kept for good. Its calls may take long and are made off the
 * event loops.
 */
public interface KeySource {

    /** A key and all its channels. */
    record Kept(SessionKey key, List<KnownChannel> channels) {
        public Kept {
            channels = List.copyOf(channels);
        }
    }

    Optional<Kept> find(Address key);

    /** The session key that signs the channel's vouchers; empty for a channel nobody knows. */
    Optional<Address> keyOf(Hash32 channelId);

    /**
     * Receipts behind the one the channel stands at, in order: before the first of them one is missing, or they came
     * before the channel was known.
     *
     * @param seq where the channel stands; 0 for one that nobody knows
     */
    List<UsageReceipt> beyond(Hash32 channelId, long seq);

    /** Hands out the key's receipts that were settled at or after that moment, in pages. */
    void since(SessionKey key, Instant from, Consumer<List<UsageReceipt>> reader);

    /** Postgres, by billing's face. */
    static KeySource of(KeyBook keys, Channels channels, ReceiptChains receipts) {
        return new PostgresKeys(keys, channels, receipts);
    }
}
