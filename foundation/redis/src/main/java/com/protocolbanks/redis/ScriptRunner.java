package com.protocolbanks.redis;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Runs scripts without holding up the caller. */
public interface ScriptRunner {

    /** Runs a script; the stage completes on an I/O thread, which must not be held up. */
    <T> CompletionStage<RedisReply<T>> runAsync(RedisScript<T> script, List<String> keys, List<String> arguments);

    /**
     * Runs a script that must stand in the server already; empty when it does not. Scripts do not outlive a server's
     * process, so a script that only ever is loaded into a server known by its {@link #runId} cannot run in another.
     */
    <T> CompletionStage<RedisReply<Optional<T>>> runLoaded(
            RedisScript<T> script, List<String> keys, List<String> arguments);

    /** Puts a script into the server. */
    CompletionStage<RedisReply<String>> load(RedisScript<?> script);

    /** The server's name for the life of its process, 40 hex digits. */
    CompletionStage<RedisReply<String>> runId();
}
