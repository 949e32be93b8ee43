package com.protocolbanks.gateway.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Listens, and hands each whole request to one handler. */
public final class HttpServer implements AutoCloseable {
    private static final int LINE = 8 * 1024;
    private static final int LOW_WATER = 32 * 1024;
    /** What is sent within a turn of the loop goes out together, unless it is so much. */
    private static final int MANY_FLUSHES = 256;

    private static final int HIGH_WATER = 128 * 1024;
    private static final Duration DRAIN = Duration.ofSeconds(25);

    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final OpenExchanges open;
    private final Channel listening;

    /**
     * Begins to listen.
     *
     * @param tls null for plain HTTP
     */
    public HttpServer(
            EventLoops loops, InetSocketAddress address, @Nullable SslContext tls, Settings settings, Handler handler) {
        this.open = settings.open();
        this.listening = new ServerBootstrap()
                .group(loops.group())
                .channel(loops.serverSocket())
                .option(ChannelOption.SO_BACKLOG, 1024)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(LOW_WATER, HIGH_WATER))
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        if (connections.size() >= settings.limits().connections()) {
                            var _ = channel.close();
                            return;
                        }
                        connections.add(channel);
                        prepare(channel, tls, settings, handler);
                    }
                })
                .bind(address)
                .syncUninterruptibly()
                .channel();
    }

    /** What a server keeps to, and what counts its open requests. */
    public record Settings(Limits limits, OpenExchanges open) {}

    private static void prepare(SocketChannel channel, @Nullable SslContext tls, Settings settings, Handler handler) {
        var clock = new ReadClock(settings.limits());
        if (tls != null) {
            channel.pipeline().addLast(tls.newHandler(channel.alloc()));
        }
        channel.pipeline()
                .addLast(new FlushConsolidationHandler(MANY_FLUSHES, true))
                .addLast(clock)
                .addLast(new HttpServerCodec(new HttpDecoderConfig()
                        .setMaxInitialLineLength(LINE)
                        .setMaxHeaderSize(settings.limits().headerBytes())
                        .setValidateHeaders(true)))
                .addLast(new ClientConnection(handler, settings.limits(), clock, settings.open()));
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) listening.localAddress();
    }

    /** Takes no new connection, lets what has begun come to its end, and closes. */
    @Override
    public void close() {
        listening.close().syncUninterruptibly();
        try {
            open.drain(DRAIN);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        connections.close().awaitUninterruptibly();
    }
}
