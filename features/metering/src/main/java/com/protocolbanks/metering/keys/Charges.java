package com.protocolbanks.metering.keys;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.metering.keys.KeySource.Kept;
import com.protocolbanks.metering.store.Answer;
import com.protocolbanks.metering.store.MeterStore;
import com.protocolbanks.metering.store.ShardKeys;
import com.protocolbanks.redis.RedisReply;
import com.protocolbanks.redis.RedisReply.Answered;
import com.protocolbanks.redis.RedisScript;
import com.protocolbanks.x402.receipts.ReceiptJson;
import com.protocolbanks.x402.receipts.UsageReceipt;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Charges that were made before, put into the store again; each may be put any number of times. */
public final class Charges {
    private static final int AT_ONCE = 500;

    private final MeterStore store;
    private final Clock clock;

    public Charges(MeterStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * A charge in its place. Answers {@code RESTORED}, {@code NO_KEY} or {@code NO_CHANNEL}, or {@code TAKEN} when another
     * receipt has the place.
     *
     * @param streamed whether the shard's stream still holds it
     */
    public CompletionStage<RedisReply<Answer>> put(Address key, UsageReceipt receipt, boolean streamed) {
        var body = receipt.body();
        var channelId = body.channelId();
        var shard = ShardKeys.of(key);
        return store.run(
                KeyScripts.CHARGED,
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
                        ReceiptJson.text(body),
                        Long.toString(secondsToRemember(body.at())),
                        streamed ? "1" : ""));
    }

    private long secondsToRemember(Instant at) {
        return Math.max(
                0,
                at.plusSeconds(2 * ShardKeys.REMEMBERED).getEpochSecond()
                        - clock.instant().getEpochSecond());
    }

    /** What the key's requests came to that may still be repeated; false while the store is away. */
    boolean remember(Kept kept, KeySource source) {
        boolean[] all = {true};
        source.since(
                kept.key(),
                remembered(),
                page -> all[0] = all[0] && remember(kept.key().publicKey(), page));
        return all[0];
    }

    /** What was settled before may be repeated no more. */
    private Instant remembered() {
        return clock.instant().minusSeconds(2 * ShardKeys.REMEMBERED);
    }

    private boolean remember(Address key, List<UsageReceipt> receipts) {
        var shard = ShardKeys.of(key);
        Map<String, List<UsageReceipt>> byHour = new HashMap<>();
        receipts.forEach(receipt -> byHour.computeIfAbsent(
                        shard.done(receipt.body().channelId(), receipt.body().at()), _ -> new ArrayList<>())
                .add(receipt));
        return byHour.entrySet().stream().allMatch(hour -> remember(shard, hour.getKey(), hour.getValue()));
    }

    private boolean remember(ShardKeys shard, String done, List<UsageReceipt> receipts) {
        for (int from = 0; from < receipts.size(); from += AT_ONCE) {
            var some = receipts.subList(from, Math.min(from + AT_ONCE, receipts.size()));
            var arguments = new ArrayList<String>();
            arguments.add(Long.toString(
                    Math.max(1, secondsToRemember(some.getLast().body().at()))));
            for (var receipt : some) {
                arguments.add(receipt.body().requestId());
                arguments.add(receipt.seq() + "|" + receipt.spent() + "|" + ReceiptJson.text(receipt.body()));
            }
            if (!(run(KeyScripts.REMEMBERED, List.of(shard.epoch(), done), arguments) instanceof Answered<Answer>)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Receipts that stand beyond what Postgres has of their channel without a gap: where the chain is folded from, and what
     * their requests came to. False while the store is away.
     */
    boolean place(Address key, Hash32 channelId, List<UsageReceipt> beyond) {
        var shard = ShardKeys.of(key);
        for (int from = 0; from < beyond.size(); from += AT_ONCE) {
            var arguments = new ArrayList<String>();
            for (var receipt : beyond.subList(from, Math.min(from + AT_ONCE, beyond.size()))) {
                arguments.add(Long.toString(receipt.seq()));
                arguments.add(String.join(
                        ":",
                        Long.toString(receipt.seq()),
                        receipt.spent().toString(),
                        receipt.body().digest().hex(),
                        ReceiptJson.text(receipt.body())));
            }
            if (!(run(KeyScripts.BEYOND, List.of(shard.epoch(), shard.tail(channelId)), arguments)
                    instanceof Answered<Answer>)) {
                return false;
            }
        }
        var from = remembered();
        return remember(
                key,
                beyond.stream()
                        .filter(receipt -> !receipt.body().at().isBefore(from))
                        .toList());
    }

    private RedisReply<Answer> run(
            RedisScript<List<@Nullable Object>> script, List<String> names, List<String> arguments) {
        return store.run(script, names, arguments).toCompletableFuture().join();
    }
}
