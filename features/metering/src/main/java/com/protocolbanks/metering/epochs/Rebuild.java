package com.protocolbanks.metering.epochs;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Bytes;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.metering.Answer;
import com.protocolbanks.metering.Journal.Entry;
import com.protocolbanks.metering.MeterStore;
import com.protocolbanks.metering.OpenRequests;
import com.protocolbanks.metering.ShardKeys;
import com.protocolbanks.metering.keys.KeyStore;
import com.protocolbanks.redis.RedisReply;
import com.protocolbanks.redis.RedisReply.Answered;
import com.protocolbanks.redis.RedisScript;
import com.protocolbanks.x402.ChannelConfig;
import com.protocolbanks.x402.SettlementDomain;
import com.protocolbanks.x402.receipts.ReceiptBody;
import com.protocolbanks.x402.receipts.ReceiptJson;
import com.protocolbanks.x402.receipts.UsageReceipt;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Says again, into an emptied store, what this gateway knows. Every step may be repeated. */
final class Rebuild {

    private final MeterStore store;
    private final KeyStore keys;
    private final SettlementDomain domain;
    private final Clock clock;

    /** What became of one entry. */
    enum Restored {
        YES,
        /** Its key or channel is not known here; another gateway's log may know it. */
        UNKNOWN,
        STORE_AWAY
    }

    Rebuild(MeterStore store, KeyStore keys, SettlementDomain domain, Clock clock) {
        this.store = store;
        this.keys = keys;
        this.domain = domain;
        this.clock = clock;
    }

    Restored restore(Entry entry) {
        return switch (entry) {
            case Entry.Promised promised -> promised(promised);
            case Entry.Charged(var key, var receipt) -> charged(key, receipt);
            // what is still due is known beside the log, and held again with what is running
            case Entry.Due _ -> Restored.YES;
        };
    }

    private Restored promised(Entry.Promised promised) {
        var key = promised.key();
        var config = promised.proof().config();
        var channelId = domain.channelId(config);
        var shard = ShardKeys.of(key);
        return loading(
                key,
                channelId,
                config,
                () -> run(
                        EpochScripts.PROMISED,
                        List.of(shard.epoch(), shard.key(key), shard.channel(channelId), shard.receipts()),
                        List.of(
                                channelId.hex(),
                                Long.toString(promised.amount()),
                                Bytes.hex(promised.proof().signature().bytes()))));
    }

    private Restored charged(Address key, UsageReceipt receipt) {
        ReceiptBody body = receipt.body();
        var channelId = body.channelId();
        var shard = ShardKeys.of(key);
        Instant forgotten = body.at().plusSeconds(2 * ShardKeys.REMEMBERED);
        long remember = Math.max(0, forgotten.getEpochSecond() - clock.instant().getEpochSecond());
        return loading(
                key,
                channelId,
                null,
                () -> run(
                        EpochScripts.CHARGED,
                        List.of(
                                shard.epoch(),
                                shard.key(key),
                                shard.channel(channelId),
                                shard.receipts(),
                                shard.tail(channelId),
                                shard.done(channelId, body.at())),
                        List.of(
                                channelId.hex(),
                                body.requestId(),
                                Long.toString(receipt.seq()),
                                receipt.spent().toString(),
                                body.digest().hex(),
                                ReceiptJson.write(body).toString(),
                                Long.toString(remember))));
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
                () -> run(
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
                                ReceiptJson.write(body).toString())));
    }

    private RedisReply<Answer> run(
            RedisScript<List<@Nullable Object>> script, List<String> names, List<String> arguments) {
        return store.run(script, names, arguments).toCompletableFuture().join();
    }

    private Restored loading(
            Address key, Hash32 channelId, @Nullable ChannelConfig config, Supplier<RedisReply<Answer>> step) {
        var first = restored(step.get());
        if (first != Restored.UNKNOWN) {
            return first;
        }
        var loaded = keys.load(key, channelId, config).toCompletableFuture().join();
        return switch (loaded) {
            case READY -> restored(step.get());
            case AWAY -> Restored.STORE_AWAY;
            case KEY_UNKNOWN, CHANNEL_UNKNOWN -> Restored.UNKNOWN;
        };
    }

    private static Restored restored(RedisReply<Answer> reply) {
        return reply instanceof Answered<Answer>(var answer)
                ? answer.word().equals("RESTORED") ? Restored.YES : Restored.UNKNOWN
                : Restored.STORE_AWAY;
    }
}
