package com.protocolbanks.gateway.calls;

import com.protocolbanks.gateway.upstream.UpstreamFault;
import io.netty.buffer.ByteBuf;

/** Takes one upstream's answer to one client, and ends with the bill. */
interface Relay {
    void part(ByteBuf part);

    void end();

    /** The upstream's answer broke off. */
    void failed(UpstreamFault fault);

    /** The client has gone; the answer is read on for the bill's sake. */
    void gone();

    /** Whether its charge is made, or under way. */
    boolean isBilled();

    /** The bytes of text that have gone by. */
    long textBytes();

    /** Ends the answer here: the key was frozen as stolen. */
    void cut();
}
