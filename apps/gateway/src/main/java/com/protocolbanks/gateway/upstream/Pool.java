package com.protocolbanks.gateway.upstream;

import com.protocolbanks.gateway.http.EventLoops;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.ssl.SslContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** The connections to one upstream from one event loop, and who waits for one; used on that loop alone. */
final class Pool {
    private static final int HEADERS = 64 * 1024;

    private final EventLoops loops;
    private final EventLoop loop;
    private final Target target;
    private final SslContext tls;
    private final Patience patience;
    private final Deque<ChannelHandlerContext> idle = new ArrayDeque<>();
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private int open;

    private record Waiting(InetAddress address, UpstreamRequest request, UpstreamCall call) {}

    Pool(Loop at, Target target, SslContext tls, Patience patience) {
        this.loops = at.loops();
        this.loop = at.loop();
        this.target = target;
        this.tls = tls;
        this.patience = patience;
    }

    record Loop(EventLoops loops, EventLoop loop) {}

    void send(InetAddress address, UpstreamRequest request, UpstreamCall call) {
        if (call.isOver()) {
            return;
        }
        var free = firstActive();
        if (free != null) {
            ((UpstreamConnection) free.handler()).send(free, request, call);
        } else if (open < patience.connections()) {
            connect(new Waiting(address, request, call));
        } else if (waiting.size() < patience.connections()) {
            waiting.add(new Waiting(address, request, call));
        } else {
            call.failed(UpstreamFault.BUSY);
        }
    }

    private @Nullable ChannelHandlerContext firstActive() {
        while (!idle.isEmpty()) {
            var one = idle.pop();
            if (one.channel().isActive()) {
                return one;
            }
        }
        return null;
    }

    private void connect(Waiting first) {
        open++;
        var connection = new UpstreamConnection(target, patience, this);
        ChannelFuture connecting = new Bootstrap()
                .group(loop)
                .channel(loops.socket())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        patience.connect().toMillis())
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        prepare(channel, connection);
                    }
                })
                .connect(new InetSocketAddress(first.address(), target.port()));
        connecting.addListener(_ -> connected(connecting, connection, first));
    }

    private void prepare(Channel channel, UpstreamConnection connection) {
        if (target.tls()) {
            channel.pipeline().addLast(tls.newHandler(channel.alloc(), target.host(), target.port()));
        }
        channel.pipeline()
                .addLast(new HttpClientCodec(
                        new HttpDecoderConfig().setMaxHeaderSize(HEADERS).setMaxInitialLineLength(HEADERS),
                        false,
                        false))
                .addLast(connection);
    }

    private void connected(ChannelFuture connecting, UpstreamConnection connection, Waiting first) {
        if (!connecting.isSuccess()) {
            open--;
            first.call().failed(UpstreamFault.UNREACHABLE);
            next();
        } else if (first.call().isOver()) {
            var _ = connecting.channel().close();
        } else {
            var context = connecting.channel().pipeline().context(connection);
            connection.send(context, first.request(), first.call());
        }
    }

    void idle(ChannelHandlerContext context) {
        idle.push(context);
        var one = waiting.poll();
        if (one != null) {
            send(one.address(), one.request(), one.call());
        }
    }

    void closed(ChannelHandlerContext context) {
        open--;
        idle.remove(context);
        next();
    }

    private void next() {
        var one = waiting.poll();
        if (one != null) {
            send(one.address(), one.request(), one.call());
        }
    }
}
