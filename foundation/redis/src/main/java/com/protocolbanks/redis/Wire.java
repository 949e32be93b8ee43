package com.protocolbanks.redis;

import com.protocolbanks.redis.RedisReply.Answered;
import com.protocolbanks.redis.RedisReply.RedisUnavailable;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One connection of Lettuce, opened at the first call and again by itself, whose faults become values. */
final class Wire implements AutoCloseable {
    /** After a failed attempt to connect, calls fail at once for this long. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    /** Error codes by which a reachable server says that it cannot serve now. */
    private static final Set<String> NOT_NOW = Set.of(
            "LOADING", "READONLY", "MASTERDOWN", "CLUSTERDOWN", "TRYAGAIN", "BUSY", "OOM", "MISCONF", "NOREPLICAS");

    private final Supplier<StatefulRedisConnection<String, String>> opener;
    private @Nullable StatefulRedisConnection<String, String> connection;
    private long failedAt;
    private @Nullable String failure;
    private boolean closed;

    Wire(Supplier<StatefulRedisConnection<String, String>> opener) {
        this.opener = opener;
    }

    <T> RedisReply<T> call(Function<RedisCommands<String, String>, T> work) {
        try {
            return new Answered<>(work.apply(open().sync()));
        } catch (RedisException | CancellationException fault) {
            return new RedisUnavailable<>(reason(fault));
        }
    }

    <T> CompletionStage<RedisReply<T>> callAsync(
            Function<RedisAsyncCommands<String, String>, CompletionStage<T>> work) {
        CompletionStage<T> answer;
        try {
            answer = work.apply(open().async());
        } catch (RedisException fault) {
            return CompletableFuture.completedFuture(new RedisUnavailable<>(reason(fault)));
        }
        return answer.handle((value, fault) -> fault == null ? new Answered<>(value) : failed(fault));
    }

    private static <T> RedisReply<T> failed(Throwable fault) {
        var cause = fault instanceof CompletionException && fault.getCause() != null ? fault.getCause() : fault;
        return switch (cause) {
            case RedisException redis -> new RedisUnavailable<>(reason(redis));
            case CancellationException cancelled -> new RedisUnavailable<>(reason(cancelled));
            default -> throw new CompletionException(cause);
        };
    }

    /** The reason a fault of the connection gives; throws the fault when it is the command that was wrong. */
    private static String reason(RuntimeException fault) {
        if (fault instanceof RedisCommandExecutionException answer && !NOT_NOW.contains(code(answer))) {
            throw answer;
        }
        return fault.getMessage() == null ? fault.getClass().getSimpleName() : fault.getMessage();
    }

    /** The first word of an error answer, for example {@code NOGROUP}. */
    static String code(RedisCommandExecutionException answer) {
        return code(answer.getMessage() == null ? "" : answer.getMessage());
    }

    private static String code(String message) {
        return message.split(" ", 2)[0].toUpperCase(Locale.ROOT);
    }

    /** Whether an error answer says that a reachable server cannot serve now. */
    static boolean isNotNow(String message) {
        return NOT_NOW.contains(code(message));
    }

    private synchronized StatefulRedisConnection<String, String> open() {
        if (closed) {
            throw new RedisException("the connection was closed");
        }
        if (connection != null) {
            return connection;
        }
        if (failure != null && System.nanoTime() - failedAt < PAUSE_NANOS) {
            throw new RedisException(failure);
        }
        try {
            connection = opener.get();
            failure = null;
            return connection;
        } catch (RedisException fault) {
            failure = fault.getMessage() == null ? "no connection" : fault.getMessage();
            failedAt = System.nanoTime();
            throw fault;
        }
    }

    /** The connection ends outside the lock: what its threads still answer may ask for it once more. */
    @Override
    public void close() {
        @Nullable StatefulRedisConnection<String, String> ending;
        synchronized (this) {
            closed = true;
            ending = connection;
            connection = null;
        }
        if (ending != null) {
            ending.close();
        }
    }
}
