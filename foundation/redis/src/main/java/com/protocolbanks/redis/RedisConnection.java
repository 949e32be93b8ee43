package com.protocolbanks.redis;

import com.protocolbanks.redis.RedisReply.RedisUnavailable;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The way to one Redis (7.0 or later), shared by all threads of a process.
 *
 * <p>Opening it does not yet connect: a process starts while Redis is away, is answered
 * {@link RedisUnavailable} meanwhile, and is served as soon as Redis is back.
 */
public final class RedisConnection implements ScriptRunner, AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(5);

    private final ClientResources resources;
    private final RedisClient client;
    private final Wire wire;

    private RedisConnection(RedisURI address) {
        this.resources = ClientResources.builder()
                .ioThreadPoolSize(2)
                .computationThreadPoolSize(2)
                .reconnectDelay(
                        Delay.exponential(Duration.ofMillis(50), Duration.ofSeconds(1), 2, TimeUnit.MILLISECONDS))
                .build();
        this.client = RedisClient.create(resources, address);
        client.setOptions(ClientOptions.builder()
                .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(CONNECT_TIMEOUT)
                        .keepAlive(true)
                        .build())
                .timeoutOptions(TimeoutOptions.enabled())
                .build());
        this.wire = wire(COMMAND_TIMEOUT);
    }

    /**
     * Takes the way to one server, which need not be there yet.
     *
     * @param url {@code redis://[[user]:password@]host[:port][/database]}, or {@code rediss://} for TLS
     * @throws IllegalArgumentException when the address has another form; its message does not repeat the password
     */
    public static RedisConnection open(String url) {
        return new RedisConnection(address(url));
    }

    static RedisURI address(String url) {
        if (!url.startsWith("redis://") && !url.startsWith("rediss://")) {
            throw new IllegalArgumentException("the address of Redis must begin with redis:// or rediss://");
        }
        RedisURI address;
        try {
            address = RedisURI.create(url);
        } catch (RuntimeException unreadable) {
            throw new IllegalArgumentException(
                    "the address of Redis is not of the form redis://user:password@host:port/database", unreadable);
        }
        address.setTimeout(CONNECT_TIMEOUT);
        return address;
    }

    /** Asks for a sign of life. */
    public RedisReply<String> ping() {
        return wire.call(commands -> commands.ping());
    }

    /** Runs a script and waits for its answer, at most five seconds. */
    public <T> RedisReply<T> run(RedisScript<T> script, List<String> keys, List<String> arguments) {
        var keyArray = keys.toArray(String[]::new);
        var argumentArray = arguments.toArray(String[]::new);
        return wire.call(commands -> {
            try {
                return script.read(commands.evalsha(script.sha1(), script.output(), keyArray, argumentArray));
            } catch (RedisNoScriptException unknown) {
                return script.read(commands.eval(script.text(), script.output(), keyArray, argumentArray));
            }
        });
    }

    @Override
    public <T> CompletionStage<RedisReply<T>> runAsync(
            RedisScript<T> script, List<String> keys, List<String> arguments) {
        var keyArray = keys.toArray(String[]::new);
        var argumentArray = arguments.toArray(String[]::new);
        return wire.callAsync(commands -> commands.<Object>evalsha(
                        script.sha1(), script.output(), keyArray, argumentArray)
                .exceptionallyCompose(fault -> isNoScript(fault)
                        ? commands.eval(script.text(), script.output(), keyArray, argumentArray)
                        : CompletableFuture.failedStage(fault))
                .thenApply(script::read));
    }

    @Override
    public <T> CompletionStage<RedisReply<Optional<T>>> runLoaded(
            RedisScript<T> script, List<String> keys, List<String> arguments) {
        var keyArray = keys.toArray(String[]::new);
        var argumentArray = arguments.toArray(String[]::new);
        return wire.callAsync(commands -> commands.<Object>evalsha(
                        script.sha1(), script.output(), keyArray, argumentArray)
                .thenApply(answer -> Optional.of(script.read(answer)))
                .exceptionallyCompose(fault -> isNoScript(fault)
                        ? CompletableFuture.completedFuture(Optional.<T>empty())
                        : CompletableFuture.failedStage(fault)));
    }

    @Override
    public CompletionStage<RedisReply<String>> load(RedisScript<?> script) {
        return wire.callAsync(commands -> commands.scriptLoad(script.text()));
    }

    @Override
    public CompletionStage<RedisReply<String>> runId() {
        return wire.callAsync(commands ->
                commands.info("server").thenApply(info -> fields(info).getOrDefault("run_id", "")));
    }

    /** What the server says of itself, by field. */
    public RedisReply<Map<String, String>> info(String section) {
        return wire.call(commands -> fields(commands.info(section)));
    }

    static Map<String, String> fields(String info) {
        return info.lines()
                .map(line -> line.split(":", 2))
                .filter(field -> field.length == 2)
                .collect(Collectors.toMap(field -> field[0], field -> field[1], (first, _) -> first));
    }

    /** Hands out the names of all keys that match a pattern, in batches; a name may come twice. */
    public RedisReply<Boolean> scan(String pattern, Consumer<List<String>> reader) {
        return wire.call(commands -> {
            var how = ScanArgs.Builder.matches(pattern).limit(1000);
            var cursor = commands.scan(how);
            reader.accept(cursor.getKeys());
            while (!cursor.isFinished()) {
                cursor = commands.scan(cursor, how);
                reader.accept(cursor.getKeys());
            }
            return true;
        });
    }

    private static boolean isNoScript(Throwable fault) {
        return fault instanceof RedisNoScriptException
                || (fault instanceof CompletionException && fault.getCause() instanceof RedisNoScriptException);
    }

    /** The shared connection, for short commands. */
    Wire wire() {
        return wire;
    }

    /** A connection of its own, for commands that block up to the given time. */
    Wire wire(Duration timeout) {
        return new Wire(() -> connect(timeout));
    }

    private StatefulRedisConnection<String, String> connect(Duration timeout) {
        var connection = client.connect();
        connection.setTimeout(timeout);
        return connection;
    }

    StatefulRedisPubSubConnection<String, String> connectForMessages() {
        return client.connectPubSub();
    }

    @Override
    public void close() {
        wire.close();
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        resources.shutdown(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(3, TimeUnit.SECONDS);
    }
}
