package com.protocolbanks.gateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One request and the answer to it; everything happens on {@link #loop}. */
public final class Exchange {
    private final Channel channel;
    private final Request request;
    private final Limits limits;
    private final ClientConnection connection;
    private Runnable onWritable = () -> {};
    private Runnable onGone = () -> {};
    private boolean begun;
    private boolean over;
    private @Nullable Future<?> stalled;

    Exchange(ClientConnection connection, Channel channel, Request request, Limits limits) {
        this.connection = connection;
        this.channel = channel;
        this.request = request;
        this.limits = limits;
    }

    public Request request() {
        return request;
    }

    /** The address the connection comes from, without its port. */
    public String from() {
        return channel.remoteAddress() instanceof InetSocketAddress address
                ? address.getAddress().getHostAddress()
                : "";
    }

    public EventLoop loop() {
        return channel.eventLoop();
    }

    /** Does this on {@link #loop}: now, if that is where it is asked for. */
    public void run(Runnable task) {
        if (loop().inEventLoop()) {
            task.run();
        } else {
            loop().execute(task);
        }
    }

    /** Whether the client has gone away; what is sent then is dropped. */
    public boolean gone() {
        return !channel.isActive();
    }

    /** Whether an answer has begun, so that its status can no longer be chosen. */
    public boolean begun() {
        return begun;
    }

    /** Whether more may be sent now; if not, {@link #whenWritable} says when. */
    public boolean writable() {
        return channel.isWritable() || gone();
    }

    public void whenWritable(Runnable task) {
        onWritable = task;
    }

    /** Told once, when the client leaves before the answer's end. */
    public void whenGone(Runnable task) {
        onGone = task;
    }

    /** Answers with all of it at once. */
    public void answer(Answer answer) {
        begun = true;
        var response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(answer.status()),
                Unpooled.wrappedBuffer(answer.body()));
        answer.headers().forEach(response.headers()::set);
        response.headers().set(HttpHeaderNames.CONTENT_LENGTH, answer.body().length);
        persistence(response.headers());
        over(channel.writeAndFlush(response));
    }

    /** Begins an answer whose length is not known yet. */
    public void begin(int status, Map<String, String> headers) {
        begun = true;
        var response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status));
        headers.forEach(response.headers()::set);
        if (connection.isHttp11()) {
            response.headers().set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        }
        persistence(response.headers());
        channel.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    }

    /** Sends a part of a begun answer; takes the buffer over. */
    public void send(ByteBuf part) {
        if (gone() || over) {
            part.release();
            return;
        }
        channel.writeAndFlush(new DefaultHttpContent(part)).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    }

    /** Ends a begun answer. */
    public void end() {
        over(channel.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT));
    }

    /** Breaks a begun answer off, so that its reader cannot take it for whole. */
    public void cut() {
        over = true;
        close();
    }

    /** Whether that fails makes no difference: nothing more is sent. */
    private void close() {
        var _ = channel.close();
    }

    private void persistence(HttpHeaders headers) {
        headers.set(
                HttpHeaderNames.CONNECTION, connection.isKept() ? HttpHeaderValues.KEEP_ALIVE : HttpHeaderValues.CLOSE);
    }

    private void over(ChannelFuture last) {
        over = true;
        clear();
        last.addListener(_ -> connection.answered());
    }

    void writabilityChanged() {
        if (over) {
            return;
        }
        if (channel.isWritable()) {
            clear();
            onWritable.run();
        } else if (stalled == null) {
            stalled = loop().schedule(this::close, limits.stall().toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    void closed() {
        clear();
        if (!over) {
            over = true;
            onGone.run();
        }
    }

    private void clear() {
        if (stalled != null) {
            stalled.cancel(false);
            stalled = null;
        }
    }
}
