package com.protocolbanks.metering.keys;

import com.protocolbanks.billing.channels.Channels;
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

/** Session keys, channels and receipts as Postgres has them. */
record PostgresKeys(KeyBook keys, Channels channels, ReceiptChains receipts) implements KeySource {
    /** A gap that long is no work of a moment. */
    private static final int MOST_BEYOND = 100_000;

    @Override
    public Optional<Kept> find(Address key) {
        return keys.byPublicKey(key).map(found -> new Kept(found, channels.ofKey(found.id())));
    }

    @Override
    public Optional<Address> keyOf(Hash32 channelId) {
        return channels.find(channelId).map(channel -> channel.config().payerAuthorizer());
    }

    @Override
    public List<UsageReceipt> beyond(Hash32 channelId, long seq) {
        return receipts.afterWithApart(channelId, seq, MOST_BEYOND);
    }

    @Override
    public void since(SessionKey key, Instant from, Consumer<List<UsageReceipt>> reader) {
        receipts.since(key.id(), from, reader);
    }
}
