package com.protocolbanks.metering.keys;

import com.protocolbanks.billing.channels.KnownChannel;
import com.protocolbanks.billing.keys.SessionKey;
import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.metering.Answer;
import com.protocolbanks.metering.Loader;
import com.protocolbanks.metering.MeterStore;
import com.protocolbanks.metering.ShardKeys;
import com.protocolbanks.metering.keys.ChannelSource.OnChain;
import com.protocolbanks.metering.keys.KeySource.Kept;
import com.protocolbanks.x402.ChannelConfig;
import com.protocolbanks.x402.wire.PaymentJson;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Session keys and channels in Redis. */
public final class KeyStore implements Loader {
    private static final Logger LOG = LoggerFactory.getLogger(KeyStore.class);

    private final MeterStore store;
    private final KeySource source;
    private final ChannelSource chain;
    private final Executor blocking;
    private final Map<Hash32, CompletionStage<Loaded>> loading = new ConcurrentHashMap<>();

    /** @param blocking runs what waits for the sources */
    public KeyStore(MeterStore store, KeySource source, ChannelSource chain, Executor blocking) {
        this.store = store;
        this.source = source;
        this.chain = chain;
        this.blocking = blocking;
    }

    /** Loads a channel and its key once for all who ask for them at the same time. */
    @Override
    public CompletionStage<Loaded> load(Address key, Hash32 channelId, @Nullable ChannelConfig config) {
        var mine = new CompletableFuture<Loaded>();
        var others = loading.putIfAbsent(channelId, mine);
        if (others != null) {
            return others;
        }
        CompletableFuture.supplyAsync(() -> source.find(key), blocking)
                .thenCompose(kept -> kept.isEmpty()
                        ? CompletableFuture.completedFuture(Loaded.KEY_UNKNOWN)
                        : put(kept.get()).thenCompose(put -> afterKey(put, kept.get(), channelId, config)))
                .whenComplete((loaded, fault) -> {
                    loading.remove(channelId);
                    if (fault != null) {
                        LOG.warn("a session key cannot be loaded", fault);
                    }
                    mine.complete(fault == null ? loaded : Loaded.AWAY);
                });
        return mine;
    }

    private CompletionStage<Loaded> afterKey(Loaded put, Kept kept, Hash32 channelId, @Nullable ChannelConfig config) {
        if (put != Loaded.READY
                || kept.channels().stream().anyMatch(one -> one.channelId().equals(channelId))) {
            return CompletableFuture.completedFuture(put);
        }
        if (config == null) {
            return CompletableFuture.completedFuture(Loaded.CHANNEL_UNKNOWN);
        }
        return CompletableFuture.supplyAsync(() -> chain.find(channelId), blocking)
                .thenCompose(found -> found.isEmpty()
                        ? CompletableFuture.completedFuture(Loaded.CHANNEL_UNKNOWN)
                        : open(channelId, config, found.get()));
    }

    /** Brings in a key and its channels; what is there already stays as it is. */
    public CompletionStage<Loaded> put(Kept kept) {
        var key = kept.key();
        var shard = ShardKeys.of(key.publicKey());
        var keys = new ArrayList<>(List.of(shard.epoch(), shard.key(key.publicKey())));
        var arguments = new ArrayList<>(KeyFields.of(key));
        arguments.add(spent(kept).toString());
        for (var channel : kept.channels()) {
            keys.add(shard.channel(channel.channelId()));
            arguments.addAll(KeyFields.of(channel));
        }
        return store.run(KeyScripts.LOAD, keys, arguments)
                .thenApply(reply -> reply.map(_ -> Loaded.READY).orElse(Loaded.AWAY));
    }

    private static BigInteger spent(Kept kept) {
        return kept.channels().stream().map(KnownChannel::spent).reduce(BigInteger.ZERO, BigInteger::add);
    }

    /** Brings in a channel, or what the chain newly says of it; the {@link SessionKey} that signs for it must be in. */
    public CompletionStage<Loaded> open(Hash32 channelId, ChannelConfig config, OnChain onChain) {
        var key = config.payerAuthorizer();
        var shard = ShardKeys.of(key);
        var arguments = List.of(
                config.payer().lower(),
                PaymentJson.config(config).toString(),
                config.token().lower(),
                Long.toString(onChain.balance()),
                Long.toString(onChain.claimed()),
                Long.toString(onChain.withdrawRequestedAt()),
                Long.toString(onChain.refundNonce()),
                key.lower());
        return store.run(KeyScripts.OPEN, List.of(shard.epoch(), shard.key(key), shard.channel(channelId)), arguments)
                .thenApply(reply -> reply.map(KeyStore::loaded).orElse(Loaded.AWAY));
    }

    private static Loaded loaded(Answer answer) {
        return switch (answer.word()) {
            case "OPENED" -> Loaded.READY;
            case "NO_KEY" -> Loaded.KEY_UNKNOWN;
            default -> Loaded.CHANNEL_UNKNOWN;
        };
    }
}
