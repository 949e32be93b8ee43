package com.protocolbanks.metering;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.metering.store.Answer;
import com.protocolbanks.metering.store.MeterStore;
import com.protocolbanks.metering.store.ShardKeys;
import com.protocolbanks.redis.RedisReply.Answered;
import com.protocolbanks.x402.receipts.UsageReceipt;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Keeps the rule that nothing is shown to anybody that does not stand in this gateway's own log with all that comes before
 * it in its channel, or in the log of whoever signed for that. Then no loss of Redis, and no end of another gateway, can
 * take a receipt back, or leave a gap before it.
 *
 * <p>What this gateway charged itself it logs as it learns of it. So others' charges have to be fetched only when one of
 * theirs came between two of its own, which their places tell.
 */
public final class Witness {
    private static final int AT_ONCE = 500;
    private static final int REMEMBERED = 50_000;

    /** How long a charge of our own may be on its way to us over another connection. */
    private static final long ON_ITS_WAY_MILLIS = 5;

    private final MeterStore store;
    private final Journal journal;
    private final Map<Hash32, LoggedPlaces> logged = new ConcurrentHashMap<>();
    private final Map<Fetch, CompletableFuture<Long>> fetching = new ConcurrentHashMap<>();

    /** What one store is asked for; another store's places are not this one's. */
    private record Fetch(Hash32 channelId, long epoch) {}

    public Witness(MeterStore store, Journal journal) {
        this.store = store;
        this.journal = journal;
    }

    /** The store was exchanged or gave no answer: what comes before is not known. */
    public static final class NotWitnessed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public NotWitnessed(String message) {
            super(message);
        }
    }

    /**
     * Writes down a charge, and what others charged before it.
     *
     * @param epoch of the store that told of it
     * @return completes when it may be shown; fails with {@link NotWitnessed}
     */
    CompletionStage<UsageReceipt> of(Address key, UsageReceipt receipt, long epoch) {
        var channelId = receipt.body().channelId();
        return journal.appendCharge(new Journal.Entry.Charged(key, receipt), epoch)
                .thenCompose(_ -> {
                    var places = places(channelId, epoch);
                    places.add(receipt.seq());
                    return places.isWhole(receipt.seq())
                            ? CompletableFuture.completedFuture(receipt)
                            : places.whole(receipt.seq())
                                    .completeOnTimeout(false, ON_ITS_WAY_MILLIS, TimeUnit.MILLISECONDS)
                                    .thenCompose(whole -> whole
                                            ? CompletableFuture.completedFuture(receipt)
                                            : fetched(key, new Fetch(channelId, epoch), receipt.seq())
                                                    .thenApply(_ -> receipt));
                });
    }

    /** Completes when everything up to that place is written down. Those who wait for one channel share what is fetched for it. */
    private CompletionStage<Long> fetched(Address key, Fetch fetch, long seq) {
        var mine = new CompletableFuture<Long>();
        var running = fetching.putIfAbsent(fetch, mine);
        if (running != null) {
            return running.thenCompose(
                    upTo -> upTo >= seq ? CompletableFuture.completedFuture(upTo) : fetched(key, fetch, seq));
        }
        upTo(key, fetch.channelId()).whenComplete((upTo, fault) -> {
            fetching.remove(fetch, mine);
            if (fault == null) {
                mine.complete(upTo);
            } else {
                mine.completeExceptionally(fault);
            }
        });
        return mine;
    }

    /** Completes with the seq up to which everything is written down; fails with {@link NotWitnessed}. */
    public CompletionStage<Long> upTo(Address key, Hash32 channelId) {
        var shard = ShardKeys.of(key);
        var before = logged.get(channelId);
        return store.run(
                        MeterSteps.BEHIND,
                        List.of(shard.epoch(), shard.channel(channelId), shard.tail(channelId)),
                        List.of(Long.toString(before == null ? 0 : before.upTo()), Integer.toString(AT_ONCE)))
                .thenCompose(reply -> {
                    if (!(reply instanceof Answered<Answer>(var answer))
                            || !answer.word().equals("BEHIND")) {
                        return CompletableFuture.failedStage(new NotWitnessed("the store is away"));
                    }
                    var places = places(channelId, answer.epoch());
                    return before != null && !places.equals(before)
                            ? upTo(key, channelId)
                            : written(key, channelId, answer, places);
                });
    }

    private CompletionStage<Long> written(Address key, Hash32 channelId, Answer answer, LoggedPlaces places) {
        CompletionStage<Void> written = journal.written();
        for (int at = 3; at < answer.parts().size(); at++) {
            var receipt = answer.receipt(at);
            if (!places.has(receipt.seq())) {
                written = journal.appendCharge(new Journal.Entry.Charged(key, receipt), answer.epoch());
            }
        }
        long seq = answer.number(1);
        boolean more = answer.text(2).equals("1");
        return written.thenCompose(_ -> {
            places.reach(seq);
            return more ? upTo(key, channelId) : CompletableFuture.completedFuture(seq);
        });
    }

    /** A store that was exchanged may know less than the one before: what was logged of that one is asked for again. */
    private LoggedPlaces places(Hash32 channelId, long epoch) {
        if (logged.size() > REMEMBERED) {
            logged.clear();
        }
        return logged.compute(
                channelId, (_, known) -> known == null || known.epoch() < epoch ? new LoggedPlaces(epoch) : known);
    }

    /** Which of a channel's places stand in this gateway's log, as one store gave them out. */
    private static final class LoggedPlaces {
        private final long epoch;
        private final TreeSet<Long> beyond = new TreeSet<>();
        private final TreeMap<Long, CompletableFuture<Boolean>> waiting = new TreeMap<>();
        private long upTo;

        LoggedPlaces(long epoch) {
            this.epoch = epoch;
        }

        long epoch() {
            return epoch;
        }

        /** The place up to which all are logged, here or by whoever signed for them. */
        synchronized long upTo() {
            return upTo;
        }

        synchronized boolean has(long seq) {
            return seq <= upTo || beyond.contains(seq);
        }

        synchronized boolean isWhole(long seq) {
            return seq <= upTo;
        }

        /** Completes when the place and all before it are logged. */
        synchronized CompletableFuture<Boolean> whole(long seq) {
            return seq <= upTo
                    ? CompletableFuture.completedFuture(true)
                    : waiting.computeIfAbsent(seq, _ -> new CompletableFuture<>());
        }

        synchronized void add(long seq) {
            if (seq > upTo) {
                beyond.add(seq);
                goOn();
            }
        }

        /** Everything up to the place is logged. */
        synchronized void reach(long seq) {
            upTo = Math.max(upTo, seq);
            beyond.headSet(upTo, true).clear();
            goOn();
        }

        private void goOn() {
            while (beyond.remove(upTo + 1)) {
                upTo++;
            }
            while (!waiting.isEmpty() && waiting.firstKey() <= upTo) {
                waiting.pollFirstEntry().getValue().complete(true);
            }
        }
    }
}
