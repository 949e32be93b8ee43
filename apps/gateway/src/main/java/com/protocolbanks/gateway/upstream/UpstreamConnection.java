package com.protocolbanks.gateway.upstream;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One connection to an upstream, carrying one request at a time. */
final class UpstreamConnection extends ChannelInboundHandlerAdapter {
    private final Target target;
    private final Patience patience;
    private final Pool pool;
    private @Nullable UpstreamCall call;
    private @Nullable Future<?> alarm;
    private boolean kept;
    private boolean heard;
    private long lastHeard;

    UpstreamConnection(Target target, Patience patience, Pool pool) {
        this.target = target;
        this.patience = patience;
        this.pool = pool;
    }

    void send(ChannelHandlerContext context, UpstreamRequest request, UpstreamCall one) {
        call = one;
        heard = false;
        kept = false;
        one.runsOn(context.channel());
        var message = new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1,
                HttpMethod.valueOf(request.method()),
                target.base() + request.target(),
                Unpooled.wrappedBuffer(request.body()));
        request.headers().forEach(message.headers()::set);
        target.headers().forEach(message.headers()::set);
        message.headers().set(HttpHeaderNames.HOST, target.authority());
        if (request.body().length > 0 || !request.method().equals("GET")) {
            message.headers().set(HttpHeaderNames.CONTENT_LENGTH, request.body().length);
        }
        context.writeAndFlush(message).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
        watch(context, patience.answer());
    }

    /** Looks whether something was heard; a paused call is waited for, it is the client who is slow. */
    private void watch(ChannelHandlerContext context, Duration longest) {
        lastHeard = System.nanoTime();
        set(context, longest, () -> look(context, longest));
    }

    private void look(ChannelHandlerContext context, Duration longest) {
        var one = call;
        if (one == null) {
            return;
        }
        long left = longest.toNanos() - (System.nanoTime() - lastHeard);
        if (one.isPaused()) {
            lastHeard = System.nanoTime();
            set(context, longest, () -> look(context, longest));
        } else if (left > 0) {
            set(context, Duration.ofNanos(left), () -> look(context, longest));
        } else {
            call = null;
            end(context);
            one.failed(UpstreamFault.TIMEOUT);
        }
    }

    private void set(ChannelHandlerContext context, Duration after, Runnable task) {
        cancelAlarm();
        alarm = context.executor().schedule(task, after.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void cancelAlarm() {
        if (alarm != null) {
            alarm.cancel(false);
            alarm = null;
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            var one = call;
            if (one == null || one.isOver()) {
                end(context);
            } else {
                hear(context, one, message);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void hear(ChannelHandlerContext context, UpstreamCall one, Object message) {
        lastHeard = System.nanoTime();
        if (message instanceof HttpResponse response) {
            if (response.decoderResult().isFailure()) {
                end(context);
                return;
            }
            if (response.status().codeClass() == HttpStatusClass.INFORMATIONAL) {
                return;
            }
            if (!heard) {
                heard = true;
                watch(context, patience.gap());
            }
            kept = HttpUtil.isKeepAlive(response);
            one.listener().head(response.status().code(), response.headers());
        }
        if (message instanceof HttpContent content && heard && !one.isOver()) {
            if (content.decoderResult().isFailure()) {
                end(context);
                return;
            }
            if (content.content().isReadable()) {
                one.listener().part(content.content());
            }
            if (content instanceof LastHttpContent) {
                finished(context, one);
            }
        }
    }

    private void finished(ChannelHandlerContext context, UpstreamCall one) {
        call = null;
        cancelAlarm();
        if (kept && context.channel().isActive() && !one.isOver()) {
            context.channel().config().setAutoRead(true);
            set(context, patience.idle(), () -> end(context));
            pool.idle(context);
        } else {
            end(context);
        }
        one.ended();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        cancelAlarm();
        pool.closed(context);
        var one = call;
        call = null;
        if (one != null) {
            one.failed(heard ? UpstreamFault.CUT : UpstreamFault.UNREACHABLE);
        }
    }

    /** Whether that fails makes no difference: the pool lends it to nobody any more. */
    private static void end(ChannelHandlerContext context) {
        var _ = context.close();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        end(context);
    }
}
