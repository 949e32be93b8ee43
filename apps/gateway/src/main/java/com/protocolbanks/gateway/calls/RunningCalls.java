package com.protocolbanks.gateway.calls;

import com.protocolbanks.evm.Address;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The calls that have been let in and have no bill yet, by session key. */
public final class RunningCalls {
    private final Map<Address, Set<PaidCall>> running = new ConcurrentHashMap<>();

    void began(Address key, PaidCall call) {
        running.computeIfAbsent(key, _ -> ConcurrentHashMap.newKeySet()).add(call);
    }

    void ended(Address key, PaidCall call) {
        running.computeIfPresent(key, (_, calls) -> {
            calls.remove(call);
            return calls.isEmpty() ? null : calls;
        });
    }

    /** Ends the streams of a key that was frozen as stolen; each is billed to where it is. */
    public void stolen(Address key) {
        running.getOrDefault(key, Set.of()).forEach(PaidCall::stolen);
    }
}
