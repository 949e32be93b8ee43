package com.protocolbanks.redis;

import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisCredentialsProvider.ImmediateRedisCredentialsProvider;
import io.lettuce.core.RedisURI;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One event loop's way to Redis, used on that loop alone. Its connection is opened at the first command, and anew at the
 * first one after it ended.
 */
final class Lane {
    private static final int CONNECT_MILLIS = 2000;
    /** After a failed attempt to connect, commands fail at once for this long. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private static final long LOOK_MILLIS = 250;
    private static final int MANY = 1 << 14;

    private final EventLoop loop;
    private final Server server;
    private final Queue<Command<?>> waiting = new ArrayDeque<>();
    private @Nullable Line line;
    private @Nullable Future<?> watch;
    private @Nullable String failure;
    private long failedAt;
    private boolean connecting;
    private boolean closed;

    /** @param tls null for a plain connection */
    record Server(
            RedisURI address,
            Class<? extends Channel> socket,
            @Nullable SslContext tls) {}

    Lane(EventLoop loop, Server server) {
        this.loop = loop;
        this.server = server;
    }

    EventLoop loop() {
        return loop;
    }

    void run(Command<?> command) {
        if (closed) {
            command.away("the connection was closed");
        } else if (line != null) {
            line.send(command);
        } else if (!connecting && failure != null && System.nanoTime() - failedAt < PAUSE_NANOS) {
            command.away(failure);
        } else if (waiting.size() >= MANY) {
            command.away("too many commands wait for a connection");
        } else {
            waiting.add(command);
            if (!connecting) {
                connecting = true;
                resolve();
            }
        }
    }

    /** Looking up a name may take long, so it is done elsewhere. */
    private void resolve() {
        Thread.ofVirtual().name("redis-lookup").start(() -> {
            try {
                var address = InetAddress.getByName(server.address().getHost());
                onLoop(() ->
                        connect(new InetSocketAddress(address, server.address().getPort())));
            } catch (UnknownHostException _) {
                onLoop(() -> failed("the host of Redis is not known"));
            }
        });
    }

    private void onLoop(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException _) {
            // the loop has ended, and everything on it
        }
    }

    private void connect(InetSocketAddress address) {
        ChannelFuture begun = new Bootstrap()
                .group(loop)
                .channel(server.socket())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        prepare(channel);
                    }
                })
                .connect(address);
        begun.addListener(_ -> {
            if (begun.isSuccess()) {
                greet(begun.channel());
            } else {
                failed(String.valueOf(begun.cause().getMessage()));
            }
        });
    }

    private void prepare(Channel channel) {
        var tls = server.tls();
        if (tls != null) {
            channel.pipeline()
                    .addLast(tls.newHandler(
                            channel.alloc(),
                            server.address().getHost(),
                            server.address().getPort()));
        }
    }

    /** Nothing is asked before the server knows who asks and of which database. */
    private void greet(Channel channel) {
        var begun = new Line(channel);
        channel.pipeline().addLast(begun.reader());
        channel.closeFuture().addListener(_ -> ended(begun, "the connection ended"));
        var words = greetings();
        if (words.isEmpty()) {
            opened(begun);
            return;
        }
        Command<Boolean> last = null;
        for (var greeting : words) {
            last = Command.of(greeting, answer -> Command.orThrow(answer) != null);
            begun.send(last);
        }
        if (last != null) {
            var _ = last.reply().whenComplete((reply, fault) -> {
                if (fault == null && reply.orElse(false)) {
                    opened(begun);
                } else {
                    ended(begun, "Redis refuses the connection");
                }
            });
        }
    }

    private List<List<String>> greetings() {
        var words = new ArrayList<List<String>>();
        var address = server.address();
        if (address.getCredentialsProvider() instanceof ImmediateRedisCredentialsProvider provider) {
            RedisCredentials who = provider.resolveCredentialsNow();
            if (who != null && who.hasPassword()) {
                var password = new String(who.getPassword());
                words.add(who.hasUsername() ? List.of("AUTH", who.getUsername(), password) : List.of("AUTH", password));
            }
        }
        if (address.getDatabase() != 0) {
            words.add(List.of("SELECT", Integer.toString(address.getDatabase())));
        }
        return words;
    }

    private void opened(Line begun) {
        if (closed) {
            begun.end("the connection was closed");
            return;
        }
        connecting = false;
        failure = null;
        line = begun;
        watch = loop.scheduleAtFixedRate(
                () -> begun.look(System.nanoTime()), LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        for (var command = waiting.poll(); command != null; command = waiting.poll()) {
            begun.send(command);
        }
    }

    private void ended(Line ending, String reason) {
        if (line == ending) {
            line = null;
            if (watch != null) {
                watch.cancel(false);
            }
        } else if (connecting) {
            failed(reason);
        }
        ending.end(reason);
    }

    private void failed(String reason) {
        connecting = false;
        failure = reason;
        failedAt = System.nanoTime();
        for (var command = waiting.poll(); command != null; command = waiting.poll()) {
            command.away(reason);
        }
    }

    void close() {
        closed = true;
        failed("the connection was closed");
        if (line != null) {
            ended(line, "the connection was closed");
        }
    }
}
