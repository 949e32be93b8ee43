package com.protocolbanks.metering;

import com.protocolbanks.redis.RedisScript;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The steps that Redis runs, each put together from parts that lie beside this class. */
final class MeterScripts {
    static final RedisScript<List<@Nullable Object>> HOLD = of("mark", "once", "read", "raise", "admit", "hold");
    static final RedisScript<List<@Nullable Object>> CHARGE =
            of("mark", "once", "read", "raise", "admit", "book", "charge");
    static final RedisScript<List<@Nullable Object>> ACCEPT = of("mark", "read", "raise", "accept");
    static final RedisScript<List<@Nullable Object>> SETTLE = of("mark", "once", "unhold", "book", "settle");
    static final RedisScript<List<@Nullable Object>> RELEASE = of("mark", "once", "unhold", "release");
    static final RedisScript<List<@Nullable Object>> TAKE_BACK = of("mark", "once", "unhold", "takeback");
    static final RedisScript<List<@Nullable Object>> PROGRESS = of("mark", "once", "progress");
    static final RedisScript<List<@Nullable Object>> OUTCOME = of("mark", "once", "outcome");
    static final RedisScript<List<@Nullable Object>> BEHIND = of("behind");
    static final RedisScript<List<@Nullable Object>> STATE = of("mark", "read", "state");

    private MeterScripts() {}

    private static RedisScript<List<@Nullable Object>> of(String... parts) {
        return RedisScript.returningList(MeterScripts.class, parts);
    }
}
