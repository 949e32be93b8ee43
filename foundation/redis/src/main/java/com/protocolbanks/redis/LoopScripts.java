package com.protocolbanks.redis;

import com.protocolbanks.redis.Command.Fault;
import com.protocolbanks.redis.Lane.Server;
import com.protocolbanks.redis.RedisReply.Answered;
import io.lettuce.core.RedisURI;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Runs scripts over one connection for each event loop, on that loop: who asks from a loop is answered on the same one, and
 * everything that is asked within a turn of the loop goes out with one write. Whoever asks from elsewhere is answered on
 * any loop.
 *
 * <p>A connection that ends leaves what was asked over it unknown, as a value; the next command opens another one.
 */
public final class LoopScripts implements ScriptRunner, AutoCloseable {
    private static final long CLOSING_SECONDS = 2;
    private static final String NO_SCRIPT = "NOSCRIPT";

    private final List<Lane> lanes = new ArrayList<>();
    private final AtomicInteger next = new AtomicInteger();

    private LoopScripts(EventLoopGroup loops, Server server) {
        for (EventExecutor loop : loops) {
            lanes.add(new Lane((EventLoop) loop, server));
        }
    }

    /**
     * Opens nothing yet: each loop connects with its first command.
     *
     * @param url as {@link RedisConnection#open} takes it
     * @param socket the kind of channel that the loops carry
     */
    public static LoopScripts open(String url, EventLoopGroup loops, Class<? extends Channel> socket) {
        var address = RedisConnection.address(url);
        return new LoopScripts(loops, new Server(address, socket, tls(address)));
    }

    private static @Nullable SslContext tls(RedisURI address) {
        if (!address.isSsl()) {
            return null;
        }
        try {
            return SslContextBuilder.forClient()
                    .endpointIdentificationAlgorithm("HTTPS")
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException("this Java has no TLS", e);
        }
    }

    @Override
    public <T> CompletionStage<RedisReply<T>> runAsync(
            RedisScript<T> script, List<String> keys, List<String> arguments) {
        return runLoaded(script, keys, arguments).thenCompose(reply -> switch (reply) {
            case Answered<Optional<T>>(var there) when there.isEmpty() -> run(whole(script, keys, arguments));
            case Answered<Optional<T>>(var there) ->
                CompletableFuture.completedFuture(new Answered<>(there.orElseThrow()));
            case RedisReply.RedisUnavailable<Optional<T>>(var reason) ->
                CompletableFuture.completedFuture(new RedisReply.RedisUnavailable<>(reason));
        });
    }

    private static <T> Command<T> whole(RedisScript<T> script, List<String> keys, List<String> arguments) {
        var words = new ArrayList<>(List.of("EVAL", script.text(), Integer.toString(keys.size())));
        words.addAll(keys);
        words.addAll(arguments);
        return Command.of(words, answer -> script.read(Command.orThrow(answer)));
    }

    @Override
    public <T> CompletionStage<RedisReply<Optional<T>>> runLoaded(
            RedisScript<T> script, List<String> keys, List<String> arguments) {
        return run(Command.loaded(
                script,
                keys,
                arguments,
                answer -> answer instanceof Fault(var message) && message.startsWith(NO_SCRIPT)
                        ? Optional.empty()
                        : Optional.of(script.read(Command.orThrow(answer)))));
    }

    @Override
    public CompletionStage<RedisReply<String>> load(RedisScript<?> script) {
        return run(Command.of(
                List.of("SCRIPT", "LOAD", script.text()), answer -> String.valueOf(Command.orThrow(answer))));
    }

    @Override
    public CompletionStage<RedisReply<String>> runId() {
        return run(Command.of(
                List.of("INFO", "server"),
                answer -> RedisConnection.fields(String.valueOf(Command.orThrow(answer)))
                        .getOrDefault("run_id", "")));
    }

    private <T> CompletionStage<RedisReply<T>> run(Command<T> command) {
        for (var lane : lanes) {
            if (lane.loop().inEventLoop()) {
                lane.run(command);
                return command.reply();
            }
        }
        var lane = lanes.get(Math.floorMod(next.getAndIncrement(), lanes.size()));
        try {
            lane.loop().execute(() -> lane.run(command));
        } catch (RejectedExecutionException ended) {
            command.away("the connection was closed");
        }
        return command.reply();
    }

    @Override
    public void close() {
        for (var lane : lanes) {
            try {
                lane.loop().submit(lane::close).awaitUninterruptibly(CLOSING_SECONDS, TimeUnit.SECONDS);
            } catch (RejectedExecutionException ended) {
                // the loop has ended, and its connection with it
            }
        }
    }
}
