package com.protocolbanks.redis;

import java.util.function.Function;

/** What became of one request to Redis. */
public sealed interface RedisReply<T> {

    /** Redis ran the command and answered. */
    record Answered<T>(T value) implements RedisReply<T> {}

    /**
     * Redis could not be asked or did not answer in time. Whether the command ran is not known.
     *
     * @param reason one sentence for a log or a health page, without credentials
     */
    record RedisUnavailable<T>(String reason) implements RedisReply<T> {}

    /** The answer, or the given value while Redis is away. */
    default T orElse(T whileAway) {
        return switch (this) {
            case Answered<T>(var value) -> value;
            case RedisUnavailable<T> _ -> whileAway;
        };
    }

    /** The answer; for callers that cannot go on without Redis. */
    default T orThrow() {
        return switch (this) {
            case Answered<T>(var value) -> value;
            case RedisUnavailable<T>(var reason) -> throw new IllegalStateException("Redis is away: " + reason);
        };
    }

    default <R> RedisReply<R> map(Function<? super T, ? extends R> change) {
        return switch (this) {
            case Answered<T>(var value) -> new Answered<>(change.apply(value));
            case RedisUnavailable<T>(var reason) -> new RedisUnavailable<>(reason);
        };
    }
}
