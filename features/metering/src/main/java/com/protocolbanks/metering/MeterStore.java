package com.protocolbanks.metering;

import com.protocolbanks.redis.RedisReply;
import com.protocolbanks.redis.RedisReply.Answered;
import com.protocolbanks.redis.RedisReply.RedisUnavailable;
import com.protocolbanks.redis.RedisScript;
import com.protocolbanks.redis.ScriptRunner;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Redis as the meter sees it: whatever has lost its mark is away until it has been rebuilt. */
public final class MeterStore {
    private static final String MARK_MISSING = "UNSURE";

    private final ScriptRunner redis;
    private final Epoch epoch;

    public MeterStore(ScriptRunner redis, Epoch epoch) {
        this.redis = redis;
        this.epoch = epoch;
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
        whole.add(mark.get());
        whole.addAll(arguments);
        return redis.runAsync(script, keys, whole).thenApply(reply -> {
            var answer = reply.<Answer>map(Answer::new);
            if (answer instanceof Answered<Answer>(var known) && known.word().equals(MARK_MISSING)) {
                epoch.doubt();
                return new RedisUnavailable<>("the store has lost its mark");
            }
            return answer;
        });
    }
}
