package com.protocolbanks.metering;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.x402.receipts.ReceiptBody;
import com.protocolbanks.x402.receipts.ReceiptJson;
import com.protocolbanks.x402.receipts.UsageReceipt;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;

/** What this gateway has admitted and not yet settled; after a loss of Redis it is held again. */
public final class OpenRequests {
    private static final int MOST_DOUBTED = 20_000;

    private final Map<Id, Running> running = new ConcurrentHashMap<>();
    private final Map<Id, Due> due = new ConcurrentHashMap<>();
    private final Map<Id, CompletableFuture<UsageReceipt>> awaited = new ConcurrentHashMap<>();

    private final BlockingQueue<Doubted> doubted = new LinkedBlockingQueue<>(MOST_DOUBTED);

    private long fence;

    private record Id(Hash32 channelId, String requestId) {}

    /** A request whose amount is held. */
    public record Running(Address key, ReceiptBody draft, Instant deadline) {
        /** Its hold as the store has it. Two attempts at one request never have the same: each is drafted at its own time. */
        String hold() {
            return draft.held() + "|" + deadline.toEpochMilli() + "|" + key.lower() + "|" + ReceiptJson.text(draft);
        }
    }

    /**
     * A hold that may stand though nobody uses it: the store's answer was not heard.
     *
     * @param next when the store is asked for it again
     * @param last whether that is the last time
     */
    record Doubted(Running hold, Instant next, boolean last) {}

    /** A request whose settlement the store has not confirmed. */
    public record Due(Address key, ReceiptBody body) {}

    /**
     * Notes a request that a store let in.
     *
     * @param epoch of the store that holds it
     * @return false when a later store is being filled with {@link #running} already: that one does not hold it
     */
    synchronized boolean admitted(HoldRequest request, long epoch) {
        if (epoch < fence) {
            return false;
        }
        noted(request.running());
        return true;
    }

    /** Ends admissions by stores before that epoch. */
    public synchronized void fence(long epoch) {
        fence = Math.max(fence, epoch);
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

    /** Completes when the request is settled, however late. */
    CompletableFuture<UsageReceipt> settlementOf(ReceiptBody body) {
        return awaited.computeIfAbsent(id(body), _ -> new CompletableFuture<>());
    }

    void settled(UsageReceipt receipt) {
        var body = receipt.body();
        ended(body.channelId(), body.requestId());
        var waiting = awaited.remove(id(body));
        if (waiting != null) {
            waiting.complete(receipt);
        }
    }

    /** What was running, if it was. */
    Optional<Running> ended(Hash32 channelId, String requestId) {
        var id = new Id(channelId, requestId);
        due.remove(id);
        return Optional.ofNullable(running.remove(id));
    }

    /** Beyond {@link #MOST_DOUBTED} it is left to its deadline. */
    void doubted(Doubted hold) {
        doubted.offer(hold);
    }

    /** Takes out those whose time has come; past its deadline none is left. */
    List<Doubted> doubtedUntil(Instant now) {
        var all = new ArrayList<Doubted>();
        doubted.drainTo(all);
        all.removeIf(one -> one.hold().deadline().isBefore(now));
        all.stream().filter(one -> one.next().isAfter(now)).forEach(doubted::offer);
        return all.stream().filter(one -> !one.next().isAfter(now)).toList();
    }

    /** It is settled by nobody, or nobody waits for that any more. */
    void givenUp(ReceiptBody body, Throwable why) {
        ended(body.channelId(), body.requestId());
        var waiting = awaited.remove(id(body));
        if (waiting != null) {
            waiting.completeExceptionally(why);
        }
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
