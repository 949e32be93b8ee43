package com.protocolbanks.redis;

import com.protocolbanks.redis.RedisReply.Answered;
import com.protocolbanks.redis.RedisReply.RedisUnavailable;
import io.lettuce.core.SetArgs;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/** {@link WorkLock} by {@code SET NX} with an owner's token, given back only by the owner of that token. */
public final class RedisLock implements WorkLock {
    private static final RedisScript<Long> RELEASE = RedisScript.returningNumber("""
            if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
            return 0""");
    private static final RedisScript<Long> EXTEND = RedisScript.returningNumber("""
            if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
            return 0""");

    private final RedisConnection redis;
    private final Supplier<UUID> tokens;

    /** @param tokens gives a token never given before */
    public RedisLock(RedisConnection redis, Supplier<UUID> tokens) {
        this.redis = redis;
        this.tokens = tokens;
    }

    @Override
    public LockOutcome acquire(String name, Duration timeToLive) {
        var key = "pb:lock:" + name;
        var token = tokens.get().toString();
        RedisReply<Boolean> reply = redis.wire()
                .call(commands -> "OK"
                        .equals(commands.set(key, token, SetArgs.Builder.nx().px(timeToLive.toMillis()))));
        return switch (reply) {
            case Answered<Boolean>(var granted) when granted -> new LockOutcome.Granted(new Held(redis, key, token));
            case Answered<Boolean> _ -> new LockOutcome.TakenByAnother();
            case RedisUnavailable<Boolean>(var reason) -> new LockOutcome.LockUnavailable(reason);
        };
    }

    private record Held(RedisConnection redis, String key, String token) implements HeldLock {
        @Override
        public boolean extend(Duration timeToLive) {
            return redis.run(EXTEND, List.of(key), List.of(token, Long.toString(timeToLive.toMillis())))
                            .orElse(0L)
                    == 1;
        }

        @Override
        public void close() {
            redis.run(RELEASE, List.of(key), List.of(token));
        }
    }
}
