package com.protocolbanks.metering;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.metering.store.Answer;
import com.protocolbanks.metering.store.MeterStore;
import com.protocolbanks.metering.store.ShardKeys;
import com.protocolbanks.redis.RedisReply;
import com.protocolbanks.redis.RedisReply.Answered;
import com.protocolbanks.redis.RedisScript;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs the meter's scripts on a channel, and brings in what they lack. */
final class MeterSteps {
    static final RedisScript<List<@Nullable Object>> HOLD = of("mark", "once", "read", "raise", "admit", "hold");
    static final RedisScript<List<@Nullable Object>> CHARGE = of("mark", "read", "raise", "admit", "charge");
    static final RedisScript<List<@Nullable Object>> ACCEPT = of("mark", "read", "raise", "accept");
    static final RedisScript<List<@Nullable Object>> SETTLE = of("mark", "once", "unhold", "book", "settle");
    static final RedisScript<List<@Nullable Object>> RELEASE = of("mark", "once", "unhold", "release");
    static final RedisScript<List<@Nullable Object>> TAKE_BACK = of("mark", "once", "unhold", "takeback");
    static final RedisScript<List<@Nullable Object>> PROGRESS = of("mark", "once", "progress");
    static final RedisScript<List<@Nullable Object>> OUTCOME = of("mark", "once", "outcome");
    static final RedisScript<List<@Nullable Object>> BEHIND = of("behind");
    static final RedisScript<List<@Nullable Object>> STATE = of("mark", "read", "state");

    private final MeterStore store;
    private final Loader loader;
    private final Clock clock;

    MeterSteps(MeterStore store, Loader loader, Clock clock) {
        this.store = store;
        this.loader = loader;
        this.clock = clock;
    }

    /** A step, put together from parts that lie beside this class. */
    private static RedisScript<List<@Nullable Object>> of(String... parts) {
        return RedisScript.returningList(MeterSteps.class, parts);
    }

    /** What a step came to. */
    sealed interface Look {}

    record Served(Answer answer) implements Look {}

    record NotServed(Refusal refusal) implements Look {}

    boolean isOpen() {
        return store.isOpen();
    }

    /** @param arguments from the request's id on */
    CompletionStage<RedisReply<Answer>> run(
            RedisScript<List<@Nullable Object>> script, Address key, Hash32 channelId, List<String> arguments) {
        var now = clock.instant();
        var whole = new ArrayList<String>(arguments.size() + 1);
        whole.add(Long.toString(now.toEpochMilli()));
        whole.addAll(arguments);
        return store.run(script, keys(key, channelId, now), whole);
    }

    private static List<String> keys(Address key, Hash32 channelId, Instant now) {
        var shard = ShardKeys.of(key);
        var keys = new ArrayList<>(List.of(
                shard.epoch(),
                shard.key(key),
                shard.channel(channelId),
                shard.holds(channelId),
                shard.done(channelId, now),
                shard.doneBefore(channelId, now),
                shard.deadlines(),
                shard.receipts(),
                shard.tail(channelId)));
        shard.doneAhead(channelId, now).ifPresent(keys::add);
        return keys;
    }

    /** Runs a step, and once more after what it lacked was loaded. */
    CompletionStage<Look> loading(Ceiling ceiling, Supplier<CompletionStage<RedisReply<Answer>>> step) {
        var config = ceiling.proof() == null ? null : ceiling.proof().config();
        return step.get().thenCompose(first -> {
            if (!lacks(first)) {
                return CompletableFuture.completedFuture(look(first));
            }
            return loader.load(ceiling.key(), ceiling.channelId(), config).thenCompose(loaded -> switch (loaded) {
                case READY -> step.get().thenApply(MeterSteps::look);
                case KEY_UNKNOWN -> CompletableFuture.completedFuture(new NotServed(Refusal.KEY_UNKNOWN));
                case CHANNEL_UNKNOWN -> CompletableFuture.completedFuture(new NotServed(Refusal.CHANNEL_UNKNOWN));
                case AWAY -> CompletableFuture.completedFuture(new NotServed(Refusal.STORE_UNSURE));
            });
        });
    }

    private static boolean lacks(RedisReply<Answer> reply) {
        return reply instanceof Answered<Answer>(var answer)
                && (answer.word().equals("NO_KEY") || answer.word().equals("NO_CHANNEL"));
    }

    private static Look look(RedisReply<Answer> reply) {
        return lacks(reply)
                ? new NotServed(Refusal.CHANNEL_UNKNOWN)
                : reply.<Look>map(Served::new).orElse(new NotServed(Refusal.STORE_UNSURE));
    }
}
