package com.protocolbanks.gateway.upstream;

import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Finds a target's address and says whether it may be called. The checked address itself is connected to, so that a second
 * answer of the name cannot lead elsewhere.
 */
final class Resolver {
    private static final Duration KEPT = Duration.ofSeconds(30);

    private final Executor lookups = task -> Thread.ofVirtual().name("lookup").start(task);
    private final Map<Target, Found> known = new ConcurrentHashMap<>();

    /** What a name led to. */
    sealed interface Resolved {
        record At(InetAddress address) implements Resolved {}

        record Not(UpstreamFault fault) implements Resolved {}
    }

    private record Found(Resolved resolved, long at) {
        boolean isFresh() {
            return System.nanoTime() - at < KEPT.toNanos();
        }
    }

    /** @param then is called on the loop */
    void resolve(Target target, EventLoop loop, Consumer<Resolved> then) {
        var found = known.get(target);
        if (found != null && found.isFresh()) {
            then.accept(found.resolved());
            return;
        }
        lookups.execute(() -> {
            var resolved = look(target);
            if (resolved instanceof Resolved.At) {
                known.put(target, new Found(resolved, System.nanoTime()));
            }
            loop.execute(() -> then.accept(resolved));
        });
    }

    private static Resolved look(Target target) {
        try {
            // One forbidden address among several is enough: the name is not what it should be.
            var all = InetAddress.getAllByName(target.host());
            for (var address : all) {
                if (!target.privateAllowed() && !AddressGuard.isPublic(address)) {
                    return new Resolved.Not(UpstreamFault.FORBIDDEN);
                }
            }
            return new Resolved.At(all[0]);
        } catch (UnknownHostException _) {
            return new Resolved.Not(UpstreamFault.UNREACHABLE);
        }
    }
}
