package com.protocolbanks.gateway.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ends connections whose client is too slow: between requests silently, within one by the event {@link Fault#TOO_SLOW}.
 * Stands before the codec, so that a trickle of header bytes is seen too.
 */
final class ReadClock extends ChannelInboundHandlerAdapter {
    private enum State {
        AWAITING,
        READING,
        ANSWERING
    }

    private final Limits limits;
    private State state = State.AWAITING;
    private @Nullable Future<?> alarm;

    ReadClock(Limits limits) {
        this.limits = limits;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        awaiting(context);
        context.fireChannelActive();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        cancel();
        context.fireChannelInactive();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (state == State.AWAITING) {
            reading(context);
        }
        context.fireChannelRead(message);
    }

    /** The answer is out; the next request may take its time. */
    void awaiting(ChannelHandlerContext context) {
        state = State.AWAITING;
        set(context, limits.idle(), () -> end(context));
    }

    private static void end(ChannelHandlerContext context) {
        var _ = context.close();
    }

    /** A request has begun. */
    void reading(ChannelHandlerContext context) {
        state = State.READING;
        set(context, limits.read(), () -> context.fireUserEventTriggered(Fault.TOO_SLOW));
    }

    /** The request is whole. */
    void answering() {
        state = State.ANSWERING;
        cancel();
    }

    private void set(ChannelHandlerContext context, Duration after, Runnable task) {
        cancel();
        alarm = context.executor().schedule(task, after.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void cancel() {
        if (alarm != null) {
            alarm.cancel(false);
            alarm = null;
        }
    }
}
