package com.protocolbanks.metering;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.x402.receipts.ReceiptBody;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What this gateway has admitted and not yet settled; after a loss of Redis it is held again. */
public final class OpenRequests {
    private final Map<Id, Running> running = new ConcurrentHashMap<>();
    private final Map<Id, Due> due = new ConcurrentHashMap<>();

    private record Id(Hash32 channelId, String requestId) {}

    /** A request whose amount is held. */
    public record Running(Address key, ReceiptBody draft, Instant deadline) {}

    /** A request whose settlement the store has not confirmed. */
    public record Due(Address key, ReceiptBody body) {}

    void admitted(HoldRequest request) {
        noted(new Running(request.ceiling().key(), request.draft(), request.deadline()));
    }

    void noted(Running request) {
        running.put(id(request.draft()), request);
    }

    /** Whether it is new that it is due. */
    boolean isDue(Due settlement) {
        return due.put(id(settlement.body()), settlement) == null;
    }

    /** Takes over what an earlier process of this gateway left due. */
    public void adopt(Due settlement) {
        due.put(id(settlement.body()), settlement);
    }

    void ended(Hash32 channelId, String requestId) {
        var id = new Id(channelId, requestId);
        due.remove(id);
        running.remove(id);
    }

    private static Id id(ReceiptBody body) {
        return new Id(body.channelId(), body.requestId());
    }

    public List<Running> running() {
        return List.copyOf(running.values());
    }

    public List<Due> due() {
        return List.copyOf(due.values());
    }
}
