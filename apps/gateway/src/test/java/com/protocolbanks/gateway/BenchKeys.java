package com.protocolbanks.gateway;

import com.protocolbanks.billing.keys.SessionKey;
import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.gateway.kept.Heads;
import com.protocolbanks.metering.Journal;
import com.protocolbanks.metering.keys.KeySource;
import com.protocolbanks.x402.receipts.UsageReceipt;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Keys that a test makes up, none of which was used before. */
record BenchKeys(Map<Address, KeySource.Kept> kept) implements KeySource {
    @Override
    public Optional<Kept> find(Address key) {
        return Optional.ofNullable(kept.get(key));
    }

    @Override
    public Optional<Address> keyOf(Hash32 channelId) {
        return Optional.empty();
    }

    @Override
    public List<UsageReceipt> beyond(Hash32 channelId, long seq) {
        return List.of();
    }

    @Override
    public void since(SessionKey key, Instant from, Consumer<List<UsageReceipt>> reader) {
        // nothing was used before
    }

    /** Keeps nothing. */
    record NoJournal() implements Journal {
        @Override
        public CompletionStage<Void> append(Entry entry) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<Void> appendCharge(Entry.Charged charge, long epoch) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<Void> written() {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public boolean isWritable() {
            return true;
        }
    }

    /** Nobody signs. */
    record NoHeads() implements Heads {
        @Override
        public Optional<JsonNode> newest(Address key, Hash32 channelId) {
            return Optional.empty();
        }

        @Override
        public CompletionStage<Optional<ObjectNode>> now(Address key, Hash32 channelId) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
    }
}
