package com.protocolbanks.gateway.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;

/** Hears one answer, on the event loop of its call: a head, parts, and then exactly one of end and failed; failed alone may come at any time. */
public interface UpstreamListener {
    void head(int status, HttpHeaders headers);

    /**
     * The next bytes of the body, in order.
     *
     * @param part is not kept beyond the call unless retained
     */
    void part(ByteBuf part);

    void end();

    void failed(UpstreamFault fault);
}
