package com.protocolbanks.redis;

import io.lettuce.core.SetArgs;
import java.time.Duration;
import java.util.Optional;

/**
 * Values that vanish by themselves, such as sign-in nonces and sessions.
 *
 * <p>A value may also vanish early: Redis may lose everything at any moment.
 */
public final class ExpiringStore {
    private final Wire wire;
    private final String prefix;

    /** @param name separates this store's keys from those of others, for example {@code siwe-nonce} */
    public ExpiringStore(RedisConnection redis, String name) {
        this.wire = redis.wire();
        this.prefix = "pb:" + name + ":";
    }

    /** Stores the value for the given time, over any earlier one. */
    public RedisReply<Boolean> put(String key, String value, Duration timeToLive) {
        return wire.call(
                commands -> "OK".equals(commands.set(prefix + key, value, SetArgs.Builder.px(timeToLive.toMillis()))));
    }

    /** Stores the value unless the key is taken; true when it was stored. */
    public RedisReply<Boolean> putIfAbsent(String key, String value, Duration timeToLive) {
        return wire.call(commands -> "OK"
                .equals(commands.set(prefix + key, value, SetArgs.Builder.nx().px(timeToLive.toMillis()))));
    }

    public RedisReply<Optional<String>> get(String key) {
        return wire.call(commands -> Optional.ofNullable(commands.get(prefix + key)));
    }

    /** Reads and removes in one step: of any number of callers, one gets the value. */
    public RedisReply<Optional<String>> take(String key) {
        return wire.call(commands -> Optional.ofNullable(commands.getdel(prefix + key)));
    }

    /** Gives the value a new time to live, from now on; false when there is none. */
    public RedisReply<Boolean> extend(String key, Duration timeToLive) {
        return wire.call(commands -> commands.pexpire(prefix + key, timeToLive));
    }

    /** Removes the value; false when there was none. */
    public RedisReply<Boolean> remove(String key) {
        return wire.call(commands -> commands.del(prefix + key) > 0);
    }
}
