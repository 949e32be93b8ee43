package com.protocolbanks.metering.epochs;

import com.protocolbanks.metering.store.MeterStore.Mark;
import com.protocolbanks.metering.store.ShardKeys;
import com.protocolbanks.redis.RedisConnection;
import com.protocolbanks.redis.RedisReply.Answered;
import com.protocolbanks.redis.RedisScript;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The epoch's mark on every shard, and the end of what earlier epochs left there. */
final class ShardMarks {
    private static final RedisScript<Optional<String>> READ =
            RedisScript.returningText("return redis.call('GET', KEYS[1])");

    private final RedisConnection redis;

    ShardMarks(RedisConnection redis) {
        this.redis = redis;
    }

    /** What a look at the shards says. */
    enum Look {
        /** Every shard bears the mark. */
        SAME,
        /** A shard bears another, or none. */
        OTHER,
        /** Redis did not answer: neither is known. */
        UNKNOWN
    }

    /** Whether every shard bears the mark. */
    Look at(Mark mark) {
        for (var shard : ShardKeys.all()) {
            var look = at(shard, mark);
            if (look != Look.SAME) {
                return look;
            }
        }
        return Look.SAME;
    }

    private Look at(ShardKeys shard, Mark mark) {
        return redis.run(READ, List.of(shard.epoch()), List.of())
                .map(found -> found.equals(Optional.of(mark.toString())) ? Look.SAME : Look.OTHER)
                .orElse(Look.UNKNOWN);
    }

    /**
     * Removes what earlier epochs left and sets the mark; whoever comes second changes nothing. What stands in the streams
     * stays: it was charged. So do requests that were running, until they run again, and the answers of those that ended.
     *
     * @return whether every shard bears the mark now
     */
    boolean set(Mark mark) {
        for (var shard : ShardKeys.all()) {
            if (at(shard, mark) != Look.SAME && !begin(shard, mark)) {
                return false;
            }
        }
        return true;
    }

    private boolean begin(ShardKeys shard, Mark mark) {
        boolean[] removed = {true};
        var whole = redis.scan(shard.everything(), names -> {
            var old = names.stream().filter(name -> !shard.outlivesEpochs(name)).toList();
            removed[0] = removed[0] && cleaned(shard, mark, old, "");
        });
        return whole.orElse(false) && removed[0] && cleaned(shard, mark, List.of(), "last");
    }

    private boolean cleaned(ShardKeys shard, Mark mark, List<String> old, String last) {
        var keys = new ArrayList<>(List.of(shard.epoch(), shard.left()));
        keys.addAll(old);
        var arguments = new ArrayList<>(List.of(mark.toString(), last));
        old.forEach(name -> arguments.add(shard.isHolds(name) ? "hold" : ""));
        return redis.run(EpochScripts.BEGIN, keys, arguments) instanceof Answered<?>;
    }
}
