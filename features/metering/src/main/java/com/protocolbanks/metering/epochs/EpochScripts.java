package com.protocolbanks.metering.epochs;

import com.protocolbanks.redis.RedisScript;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The steps of a rebuild; each may be run any number of times. */
final class EpochScripts {
    static final RedisScript<List<@Nullable Object>> BEGIN = of("begin");
    static final RedisScript<List<@Nullable Object>> PROMISED = of("promised");
    static final RedisScript<List<@Nullable Object>> STREAM = of("stream");
    static final RedisScript<List<@Nullable Object>> LEFT = of("left");
    static final RedisScript<List<@Nullable Object>> FORGET = of("forget");
    static final RedisScript<List<@Nullable Object>> RUNNING = of("running");

    private EpochScripts() {}

    private static RedisScript<List<@Nullable Object>> of(String part) {
        return RedisScript.returningList(EpochScripts.class, part);
    }
}
