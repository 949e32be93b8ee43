package com.protocolbanks.gateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** One client's connection: reads whole requests within the limits and answers them one after the other. */
final class ClientConnection extends ChannelInboundHandlerAdapter {
    private static final int MANY_PIPELINED = 64;

    private final Handler handler;
    private final Limits limits;
    private final ReadClock clock;
    private final OpenExchanges open;
    private final Queue<Object> early = new ArrayDeque<>();
    private @Nullable ChannelHandlerContext context;
    private @Nullable HttpRequest head;
    private ByteBuf body = Unpooled.EMPTY_BUFFER;
    private @Nullable Exchange exchange;
    private boolean kept = true;
    private boolean http11 = true;
    private boolean refused;

    ClientConnection(Handler handler, Limits limits, ReadClock clock, OpenExchanges open) {
        this.handler = handler;
        this.limits = limits;
        this.clock = clock;
        this.open = open;
    }

    boolean isKept() {
        return kept && !open.draining();
    }

    boolean isHttp11() {
        return http11;
    }

    @Override
    public void channelActive(ChannelHandlerContext channelContext) {
        context = channelContext;
        channelContext.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext channelContext, Object message) {
        if (refused) {
            ReferenceCountUtil.release(message);
        } else if (exchange != null) {
            early.add(message);
            if (early.size() >= MANY_PIPELINED) {
                channelContext.channel().config().setAutoRead(false);
            }
        } else {
            take(channelContext, message);
        }
    }

    private void take(ChannelHandlerContext channelContext, Object message) {
        if (message instanceof HttpRequest begun) {
            begin(channelContext, begun);
        }
        if (message instanceof HttpContent content) {
            try {
                append(channelContext, content);
            } finally {
                content.release();
            }
        }
    }

    private void begin(ChannelHandlerContext channelContext, HttpRequest begun) {
        head = begun;
        http11 = begun.protocolVersion().equals(HttpVersion.HTTP_1_1);
        kept = HttpUtil.isKeepAlive(begun);
        if (begun.decoderResult().isFailure()) {
            refuse(channelContext, faultOf(begun.decoderResult().cause()));
        } else if (HttpUtil.getContentLength(begun, 0L) > limits.bodyBytes()) {
            refuse(channelContext, Fault.BODY_TOO_LARGE);
        } else if (HttpUtil.is100ContinueExpected(begun)) {
            channelContext
                    .writeAndFlush(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE))
                    .addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
        }
    }

    private static Fault faultOf(Throwable cause) {
        return cause instanceof TooLongFrameException ? Fault.HEADERS_TOO_LARGE : Fault.MALFORMED;
    }

    private void append(ChannelHandlerContext channelContext, HttpContent content) {
        if (refused) {
            return;
        }
        if (content.decoderResult().isFailure()) {
            refuse(channelContext, faultOf(content.decoderResult().cause()));
            return;
        }
        int more = content.content().readableBytes();
        if (body.readableBytes() + more > limits.bodyBytes()) {
            refuse(channelContext, Fault.BODY_TOO_LARGE);
            return;
        }
        if (more > 0) {
            if (!body.isReadable()) {
                body = channelContext.alloc().heapBuffer(more);
            }
            body.writeBytes(content.content());
        }
        if (content instanceof LastHttpContent) {
            whole(channelContext);
        }
    }

    private void whole(ChannelHandlerContext channelContext) {
        var begun = head;
        if (begun == null) {
            return;
        }
        clock.answering();
        byte[] bytes = new byte[body.readableBytes()];
        body.readBytes(bytes);
        dropBody();
        head = null;
        int mark = begun.uri().indexOf('?');
        var request = new Request(
                begun.method().name(),
                mark < 0 ? begun.uri() : begun.uri().substring(0, mark),
                mark < 0 ? "" : begun.uri().substring(mark + 1),
                begun.headers(),
                bytes);
        var one = new Exchange(this, channelContext.channel(), request, limits);
        exchange = one;
        open.begun();
        handler.handle(one);
    }

    /** The answer's last byte is on its way: the next request, if there is one, has its turn. */
    void answered() {
        var channelContext = context;
        if (exchange == null || channelContext == null) {
            return;
        }
        exchange = null;
        open.ended();
        if (!isKept()) {
            var _ = channelContext.close();
            return;
        }
        if (early.isEmpty()) {
            clock.awaiting(channelContext);
        } else {
            clock.reading(channelContext);
        }
        while (exchange == null && !early.isEmpty()) {
            take(channelContext, early.remove());
        }
        channelContext.channel().config().setAutoRead(true);
    }

    private void refuse(ChannelHandlerContext channelContext, Fault fault) {
        refused = true;
        dropBody();
        byte[] text = fault.json();
        var response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(fault.status()), Unpooled.wrappedBuffer(text));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, Answer.JSON)
                .set(HttpHeaderNames.CONTENT_LENGTH, text.length)
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        channelContext.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext channelContext, Object event) {
        if (event == Fault.TOO_SLOW && !refused && exchange == null) {
            refuse(channelContext, Fault.TOO_SLOW);
        } else {
            channelContext.fireUserEventTriggered(event);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext channelContext) {
        if (exchange != null) {
            exchange.writabilityChanged();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext channelContext) {
        dropBody();
        early.forEach(ReferenceCountUtil::release);
        early.clear();
        if (exchange != null) {
            var broken = exchange;
            exchange = null;
            open.ended();
            broken.closed();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext channelContext, Throwable cause) {
        var _ = channelContext.close();
    }

    private void dropBody() {
        body.release();
        body = Unpooled.EMPTY_BUFFER;
    }
}
