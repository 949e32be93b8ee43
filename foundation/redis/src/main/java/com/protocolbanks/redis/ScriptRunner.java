package com.protocolbanks.redis;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** Runs scripts without holding up the caller. */
public interface ScriptRunner {

    /** Runs a script; the stage completes on an I/O thread, which must not be held up. */
    <T> CompletionStage<RedisReply<T>> runAsync(RedisScript<T> script, List<String> keys, List<String> arguments);
}
