package com.protocolbanks.gateway.calls;

import com.protocolbanks.gateway.errors.Problem;
import com.protocolbanks.gateway.http.Exchange;
import com.protocolbanks.gateway.surfaces.ApiSurface;
import com.protocolbanks.gateway.upstream.Target;
import com.protocolbanks.gateway.upstream.UpstreamCall;
import com.protocolbanks.gateway.upstream.UpstreamClient;
import com.protocolbanks.gateway.upstream.UpstreamFault;
import com.protocolbanks.gateway.upstream.UpstreamListener;
import com.protocolbanks.gateway.upstream.UpstreamRequest;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/** A message that costs nothing, passed through; nothing is read on for a client that has gone. */
public final class FreeCall implements UpstreamListener {
    private final ApiSurface surface;
    private final Exchange exchange;
    private @Nullable UpstreamCall upstream;

    public FreeCall(ApiSurface surface, Exchange exchange) {
        this.surface = surface;
        this.exchange = exchange;
    }

    public void start(UpstreamClient client, Target target, UpstreamRequest request) {
        var call = client.send(exchange.loop(), target, request, this);
        upstream = call;
        exchange.whenGone(call::cancel);
        exchange.whenWritable(call::resume);
    }

    @Override
    public void head(int status, HttpHeaders headers) {
        exchange.begin(status, AnswerHeaders.of(headers));
    }

    @Override
    public void part(ByteBuf part) {
        exchange.send(part.retainedDuplicate());
        if (!exchange.writable() && upstream != null) {
            upstream.pause();
        }
    }

    @Override
    public void end() {
        exchange.end();
    }

    @Override
    public void failed(UpstreamFault fault) {
        if (exchange.begun()) {
            exchange.cut();
        } else {
            exchange.answer(
                    surface.dialect().answer(new Problem(502, "upstream_unreachable", "The upstream gave no answer.")));
        }
    }
}
