package com.protocolbanks.metering.epochs;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Bytes;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.metering.Journal.Entry;
import com.protocolbanks.metering.OpenRequests;
import com.protocolbanks.metering.keys.Charges;
import com.protocolbanks.metering.keys.KeyStore;
import com.protocolbanks.metering.store.Answer;
import com.protocolbanks.metering.store.MeterStore;
import com.protocolbanks.metering.store.ShardKeys;
import com.protocolbanks.redis.RedisReply;
import com.protocolbanks.redis.RedisReply.Answered;
import com.protocolbanks.redis.RedisScript;
import com.protocolbanks.x402.ChannelConfig;
import com.protocolbanks.x402.SettlementDomain;
import com.protocolbanks.x402.receipts.ReceiptJson;
import com.protocolbanks.x402.receipts.UsageReceipt;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says again, into an emptied store, what this gateway knows. Every step may be repeated. */
final class Rebuild {
    private static final Logger LOG = LoggerFactory.getLogger(Rebuild.class);

    private final MeterStore store;
    private final Charges charges;
    private final KeyStore keys;
    private final SettlementDomain domain;
    private final Clock clock;

    /** What became of one entry. */
    enum Restored {
        YES,
        /** Its key or channel is not known here; another gateway's log may know it. */
        UNKNOWN,
        /** Another receipt has its place. */
        TAKEN,
        STORE_AWAY
    }

    Rebuild(MeterStore store, KeyStore keys, SettlementDomain domain, Clock clock) {
        this.store = store;
        this.charges = new Charges(store, clock);
        this.keys = keys;
        this.domain = domain;
        this.clock = clock;
    }

    /**
     * Asks the store to take an entry, and does not wait; what one thread asks reaches the store in that order.
     *
     * @param streamed whether the shard's stream still holds it
     */
    CompletionStage<Restored> offer(Entry entry, boolean streamed) {
        return switch (entry) {
            case Entry.Promised promised -> promised(promised, streamed).thenApply(Rebuild::restored);
            case Entry.Charged(var key, var receipt) ->
                charges.put(key, receipt, streamed).thenApply(reply -> told(receipt, restored(reply)));
            // what is still due is known beside the log, and held again with what is running
            case Entry.Due _ -> CompletableFuture.completedFuture(Restored.YES);
        };
    }

    /** Offers an entry and waits for the store's word; a key or channel that the store lacks is loaded for it. */
    Restored restore(Entry entry, boolean streamed) {
        Supplier<Restored> step =
                () -> offer(entry, streamed).toCompletableFuture().join();
        return switch (entry) {
            case Entry.Promised(var key, var _, var proof) ->
                loading(key, domain.channelId(proof.config()), proof.config(), step);
            case Entry.Charged(var key, var receipt) ->
                loading(key, receipt.body().channelId(), null, step);
            case Entry.Due _ -> step.get();
        };
    }

    private CompletionStage<RedisReply<Answer>> promised(Entry.Promised promised, boolean streamed) {
        var key = promised.key();
        var channelId = domain.channelId(promised.proof().config());
        var shard = ShardKeys.of(key);
        return store.run(
                EpochScripts.PROMISED,
                List.of(shard.epoch(), shard.key(key), shard.channel(channelId), shard.receipts()),
                List.of(
                        channelId.hex(),
                        Long.toString(promised.amount()),
                        Bytes.hex(promised.proof().signature().bytes()),
                        streamed ? "1" : ""));
    }

    private static Restored told(UsageReceipt receipt, Restored restored) {
        if (restored == Restored.TAKEN) {
            LOG.error(
                    "receipt {} of channel {} is not the only one of its place: request {} stays out",
                    receipt.seq(),
                    receipt.body().channelId(),
                    receipt.body().requestId());
        }
        return restored;
    }

    /** Holds again what a running request held. */
    Restored running(OpenRequests.Running request) {
        var key = request.key();
        var body = request.draft();
        var channelId = body.channelId();
        var shard = ShardKeys.of(key);
        var now = clock.instant();
        return loading(
                key,
                channelId,
                null,
                () -> restored(run(
                        EpochScripts.RUNNING,
                        List.of(
                                shard.epoch(),
                                shard.key(key),
                                shard.channel(channelId),
                                shard.holds(channelId),
                                shard.done(channelId, now),
                                shard.doneBefore(channelId, now),
                                shard.deadlines()),
                        List.of(
                                channelId.hex(),
                                body.requestId(),
                                body.held().toString(),
                                Long.toString(request.deadline().toEpochMilli()),
                                key.lower(),
                                ReceiptJson.text(body)))));
    }

    private RedisReply<Answer> run(
            RedisScript<List<@Nullable Object>> script, List<String> names, List<String> arguments) {
        return store.run(script, names, arguments).toCompletableFuture().join();
    }

    private Restored loading(Address key, Hash32 channelId, @Nullable ChannelConfig config, Supplier<Restored> step) {
        var first = step.get();
        if (first != Restored.UNKNOWN) {
            return first;
        }
        var loaded = keys.load(key, channelId, config).toCompletableFuture().join();
        return switch (loaded) {
            case READY -> step.get();
            case AWAY -> Restored.STORE_AWAY;
            case KEY_UNKNOWN, CHANNEL_UNKNOWN -> Restored.UNKNOWN;
        };
    }

    private static Restored restored(RedisReply<Answer> reply) {
        if (!(reply instanceof Answered<Answer>(var answer))) {
            return Restored.STORE_AWAY;
        }
        return switch (answer.word()) {
            case "RESTORED" -> Restored.YES;
            case "TAKEN" -> Restored.TAKEN;
            default -> Restored.UNKNOWN;
        };
    }
}
