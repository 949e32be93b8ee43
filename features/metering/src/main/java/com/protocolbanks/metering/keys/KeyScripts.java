package com.protocolbanks.metering.keys;

import com.protocolbanks.redis.RedisScript;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The steps that bring keys and channels into Redis. */
final class KeyScripts {
    static final RedisScript<List<@Nullable Object>> KNOWN = of("known");
    static final RedisScript<List<@Nullable Object>> REMEMBERED = of("remembered");
    static final RedisScript<List<@Nullable Object>> BEYOND = of("beyond");
    static final RedisScript<List<@Nullable Object>> LOAD = of("load");
    static final RedisScript<List<@Nullable Object>> CHARGED = of("charged");
    static final RedisScript<List<@Nullable Object>> OPEN = of("open");
    static final RedisScript<List<@Nullable Object>> PUBLISH = of("publish");
    static final RedisScript<List<@Nullable Object>> FOLLOW = of("follow");

    private KeyScripts() {}

    private static RedisScript<List<@Nullable Object>> of(String part) {
        return RedisScript.returningList(KeyScripts.class, part);
    }
}
