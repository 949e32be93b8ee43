package com.protocolbanks.metering.keys;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.metering.Loader;
import com.protocolbanks.metering.keys.ChannelSource.OnChain;
import com.protocolbanks.metering.keys.KeySource.Kept;
import com.protocolbanks.metering.store.Answer;
import com.protocolbanks.metering.store.MeterStore;
import com.protocolbanks.metering.store.ShardKeys;
import com.protocolbanks.redis.RedisReply.Answered;
import com.protocolbanks.x402.ChannelConfig;
import com.protocolbanks.x402.wire.PaymentJson;
import java.math.BigInteger;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    private final Sources sources;
    private final Executor blocking;
    private final Charges charges;
    private final Map<Hash32, CompletionStage<Loaded>> loading = new ConcurrentHashMap<>();

    /** @param blocking runs what waits for the sources */
    public KeyStore(MeterStore store, Sources sources, Executor blocking, Clock clock) {
        this.store = store;
        this.sources = sources;
        this.blocking = blocking;
        this.charges = new Charges(store, clock);
    }

    /** Loads a channel and its key once for all who ask for them at the same time. */
    @Override
    public CompletionStage<Loaded> load(Address key, Hash32 channelId, @Nullable ChannelConfig config) {
        var mine = new CompletableFuture<Loaded>();
        var others = loading.putIfAbsent(channelId, mine);
        if (others != null) {
            return others;
        }
        var _ = CompletableFuture.supplyAsync(() -> loaded(key, channelId, config), blocking)
                .whenComplete((loaded, fault) -> {
                    loading.remove(channelId);
                    if (fault != null) {
                        LOG.warn("a session key cannot be loaded", fault);
                    }
                    mine.complete(fault == null ? loaded : Loaded.AWAY);
                });
        return mine;
    }

    private Loaded loaded(Address key, Hash32 channelId, @Nullable ChannelConfig config) {
        var kept = sources.keys().find(key);
        if (kept.isEmpty()) {
            return Loaded.KEY_UNKNOWN;
        }
        var put = put(kept.get());
        if (put != Loaded.READY
                || kept.get().channels().stream()
                        .anyMatch(one -> one.channelId().equals(channelId))) {
            return put;
        }
        if (config == null) {
            return Loaded.CHANNEL_UNKNOWN;
        }
        return sources.chain()
                .find(channelId)
                .map(found -> opened(channelId, config, found))
                .orElse(Loaded.CHANNEL_UNKNOWN);
    }

    /** Brings in a channel that Postgres does not know, with those of its receipts that it has all the same. */
    private Loaded opened(Hash32 channelId, ChannelConfig config, OnChain onChain) {
        var beyond = sources.keys().beyond(channelId, 0);
        if (!charges.place(config.payerAuthorizer(), channelId, beyond)) {
            return Loaded.AWAY;
        }
        var stands = beyond.isEmpty()
                ? List.of("0", "0")
                : List.of(
                        Long.toString(beyond.getLast().seq()),
                        beyond.getLast().spent().toString());
        return opened(channelId, config, onChain, stands).toCompletableFuture().join();
    }

    /**
     * Brings in a key and its channels; what is there already stays as it is. Before a key is there, what its requests
     * of the last two hours came to is: so whoever repeats one is never charged again.
     */
    private Loaded put(Kept kept) {
        var key = kept.key();
        var shard = ShardKeys.of(key.publicKey());
        var known = store.run(KeyScripts.KNOWN, List.of(shard.epoch(), shard.key(key.publicKey())), List.of())
                .toCompletableFuture()
                .join();
        if (!(known instanceof Answered<Answer>(var answer))) {
            return Loaded.AWAY;
        }
        if (answer.word().equals("NO_KEY") && !charges.remember(kept, sources.keys())) {
            return Loaded.AWAY;
        }
        var keys = new ArrayList<>(List.of(shard.epoch(), shard.key(key.publicKey())));
        var spent = BigInteger.ZERO;
        var channels = new ArrayList<String>();
        for (var channel : kept.channels()) {
            var beyond = sources.keys().beyond(channel.channelId(), channel.seq());
            if (!charges.place(key.publicKey(), channel.channelId(), beyond)) {
                return Loaded.AWAY;
            }
            var last = beyond.isEmpty() ? null : beyond.getLast();
            spent = spent.add(last == null ? channel.spent() : last.spent());
            keys.add(shard.channel(channel.channelId()));
            channels.addAll(KeyFields.of(channel, last));
        }
        var arguments = new ArrayList<>(KeyFields.of(key));
        arguments.add(spent.toString());
        arguments.addAll(channels);
        var loaded = store.run(KeyScripts.LOAD, keys, arguments)
                .thenApply(reply -> reply.map(_ -> Loaded.READY).orElse(Loaded.AWAY))
                .toCompletableFuture()
                .join();
        return loaded == Loaded.READY ? funded(kept) : loaded;
    }

    /** A channel may be known by its voucher before anybody has written down what the chain says of it. */
    private Loaded funded(Kept kept) {
        for (var channel : kept.channels()) {
            var found = channel.balance().signum() == 0
                    ? sources.chain().find(channel.channelId())
                    : Optional.<OnChain>empty();
            if (found.isPresent()
                    && open(channel.channelId(), channel.config(), found.get())
                                    .toCompletableFuture()
                                    .join()
                            == Loaded.AWAY) {
                return Loaded.AWAY;
            }
        }
        return Loaded.READY;
    }

    /** Brings in what the chain newly says of a channel that was loaded before. */
    public CompletionStage<Loaded> open(Hash32 channelId, ChannelConfig config, OnChain onChain) {
        return opened(channelId, config, onChain, List.of());
    }

    /** @param stands seq and spent of a channel that may be new; empty for one that must be there */
    private CompletionStage<Loaded> opened(
            Hash32 channelId, ChannelConfig config, OnChain onChain, List<String> stands) {
        var key = config.payerAuthorizer();
        var shard = ShardKeys.of(key);
        var arguments = new ArrayList<>(List.of(
                config.payer().lower(),
                PaymentJson.config(config).toString(),
                config.token().lower(),
                Long.toString(onChain.balance()),
                Long.toString(onChain.claimed()),
                Long.toString(onChain.withdrawRequestedAt()),
                Long.toString(onChain.refundNonce()),
                key.lower()));
        arguments.addAll(stands);
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
