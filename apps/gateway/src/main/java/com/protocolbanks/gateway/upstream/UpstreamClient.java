package com.protocolbanks.gateway.upstream;

import com.protocolbanks.gateway.http.EventLoops;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLException;

/** Calls upstreams, each over pooled connections on the event loop of the one who asks. Follows no redirect. */
public final class UpstreamClient {
    private final EventLoops loops;
    private final Patience patience;
    private final SslContext tls;
    private final Resolver resolver = new Resolver();
    private final Map<Place, Pool> pools = new ConcurrentHashMap<>();

    private record Place(EventLoop loop, Target target) {}

    public UpstreamClient(EventLoops loops, Patience patience) {
        this.loops = loops;
        this.patience = patience;
        try {
            this.tls = SslContextBuilder.forClient()
                    .endpointIdentificationAlgorithm("HTTPS")
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException("this Java has no TLS", e);
        }
    }

    /** Sends a request; the listener is called on the loop. */
    public UpstreamCall send(EventLoop loop, Target target, UpstreamRequest request, UpstreamListener listener) {
        var call = new UpstreamCall(listener);
        resolver.resolve(target, loop, resolved -> {
            switch (resolved) {
                case Resolver.Resolved.At at -> pool(loop, target).send(at.address(), request, call);
                case Resolver.Resolved.Not not -> call.failed(not.fault());
            }
        });
        return call;
    }

    private Pool pool(EventLoop loop, Target target) {
        return pools.computeIfAbsent(
                new Place(loop, target), _ -> new Pool(new Pool.Loop(loops, loop), target, tls, patience));
    }
}
