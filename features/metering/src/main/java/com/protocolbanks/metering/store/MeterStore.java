package com.protocolbanks.metering.store;

import com.protocolbanks.redis.RedisReply;
import com.protocolbanks.redis.RedisReply.Answered;
import com.protocolbanks.redis.RedisReply.RedisUnavailable;
import com.protocolbanks.redis.RedisScript;
import com.protocolbanks.redis.ScriptRunner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Redis as the meter sees it: whatever may have lost something is away until it has been rebuilt.
 *
 * <p>Every script bears the name of the server's run and is only put into a server that says it is of that run, and every
 * shard bears the epoch's mark. So neither another server behind the same address, nor one that began anew from old
 * data, nor one that was emptied, runs anything.
 */
public final class MeterStore {
    private static final String MARK_MISSING = "UNSURE";

    private final ScriptRunner redis;
    private final Epoch epoch;
    private final Map<Bound, RedisScript<List<@Nullable Object>>> bound = new ConcurrentHashMap<>();

    private record Bound(RedisScript<List<@Nullable Object>> script, String runId) {}

    /** Whether what Redis holds is known to be whole. */
    public interface Epoch {

        /** The mark that every shard of a whole store bears; empty while it is being rebuilt. */
        Optional<Mark> mark();

        /** Whether there is room for new requests; what is running is settled all the same. */
        boolean hasRoom();

        /** Told when the store was seen to be another one, or without its mark. */
        void doubt();
    }

    /**
     * What a store carries once it is complete: by it a store that lost anything is told from one that did not.
     *
     * @param epoch from 1
     * @param runId of the server it was rebuilt in
     */
    public record Mark(long epoch, String runId) {
        @Override
        public String toString() {
            return epoch + ":" + runId;
        }
    }

    public MeterStore(ScriptRunner redis, Epoch epoch) {
        this.redis = redis;
        this.epoch = epoch;
    }

    /** Whether new requests are admitted at all. */
    public boolean isOpen() {
        return epoch.mark().isPresent() && epoch.hasRoom();
    }

    /**
     * Runs a script whose first key is the shard's mark, which it compares with its first argument.
     *
     * @param arguments from the second on
     */
    public CompletionStage<RedisReply<Answer>> run(
            RedisScript<List<@Nullable Object>> script, List<String> keys, List<String> arguments) {
        var mark = epoch.mark();
        if (mark.isEmpty()) {
            return CompletableFuture.completedFuture(new RedisUnavailable<>("the store is being rebuilt"));
        }
        var whole = new ArrayList<String>(arguments.size() + 1);
        whole.add(mark.get().toString());
        whole.addAll(arguments);
        return run(mark.get(), script, keys, whole).thenApply(reply -> {
            if (reply instanceof Answered<Answer>(var answer) && answer.word().equals(MARK_MISSING)) {
                epoch.doubt();
                return new RedisUnavailable<>("the store has lost its mark");
            }
            return reply;
        });
    }

    private CompletionStage<RedisReply<Answer>> run(
            Mark mark, RedisScript<List<@Nullable Object>> script, List<String> keys, List<String> arguments) {
        var ours = bound.computeIfAbsent(
                new Bound(script, mark.runId()), one -> one.script().boundTo(one.runId()));
        return runLoaded(mark, ours, keys, arguments).thenCompose(reply -> switch (reply) {
            case Answered<Optional<Answer>>(var answer)
            when answer.isPresent() -> CompletableFuture.completedFuture(new Answered<>(answer.get()));
            case Answered<Optional<Answer>> _ -> loadAndRun(mark, ours, keys, arguments);
            case RedisUnavailable<Optional<Answer>>(var reason) ->
                CompletableFuture.completedFuture(new RedisUnavailable<>(reason));
        });
    }

    private CompletionStage<RedisReply<Optional<Answer>>> runLoaded(
            Mark mark, RedisScript<List<@Nullable Object>> ours, List<String> keys, List<String> arguments) {
        return redis.runLoaded(ours, keys, arguments)
                .thenApply(reply -> reply.map(parts -> parts.map(all -> new Answer(all, mark.epoch()))));
    }

    private CompletionStage<RedisReply<Answer>> loadAndRun(
            Mark mark, RedisScript<List<@Nullable Object>> ours, List<String> keys, List<String> arguments) {
        return redis.runId().thenCompose(reply -> {
            if (reply instanceof Answered<String>(var runId) && runId.equals(mark.runId())) {
                return redis.load(ours)
                        .thenCompose(_ -> runLoaded(mark, ours, keys, arguments))
                        .thenApply(MeterStore::orAway);
            }
            if (reply instanceof Answered<String>) {
                epoch.doubt();
            }
            return CompletableFuture.completedFuture(new RedisUnavailable<>("the store is another one"));
        });
    }

    private static RedisReply<Answer> orAway(RedisReply<Optional<Answer>> reply) {
        return switch (reply) {
            case Answered<Optional<Answer>>(var answer) when answer.isPresent() -> new Answered<>(answer.get());
            case Answered<Optional<Answer>> _ -> new RedisUnavailable<>("the script did not stay");
            case RedisUnavailable<Optional<Answer>>(var reason) -> new RedisUnavailable<>(reason);
        };
    }
}
