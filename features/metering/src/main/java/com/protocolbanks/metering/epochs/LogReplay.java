package com.protocolbanks.metering.epochs;

import com.protocolbanks.metering.Journal.Entry;
import com.protocolbanks.metering.OpenRequests;
import com.protocolbanks.metering.epochs.Rebuild.Restored;
import com.protocolbanks.metering.epochs.StoreEpoch.Replayed;
import com.protocolbanks.metering.keys.KeyStore;
import com.protocolbanks.metering.keys.Sources;
import com.protocolbanks.metering.log.UsageLog;
import com.protocolbanks.metering.store.MeterStore;
import com.protocolbanks.metering.store.MeterStore.Mark;
import com.protocolbanks.redis.RedisConnection;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one gateway knows: its log, and what it has admitted and not settled. */
public final class LogReplay implements StoreEpoch.Replay {
    private static final Logger LOG = LoggerFactory.getLogger(LogReplay.class);

    /** Within it an outcome is remembered for certain. */
    private static final Duration LONGEST_LEFT = Duration.ofMinutes(30);

    private final String gatewayId;
    private final UsageLog log;
    private final OpenRequests open;
    private final RedisConnection redis;
    private final Sources sources;
    private final Clock clock;

    /**
     * What only this gateway knows.
     *
     * @param gatewayId as it is registered
     */
    public record Own(String gatewayId, UsageLog log, OpenRequests open) {}

    public LogReplay(Own own, RedisConnection redis, Sources sources, Clock clock) {
        this.gatewayId = own.gatewayId();
        this.log = own.log();
        this.open = own.open();
        this.redis = redis;
        this.sources = sources;
        this.clock = clock;
    }

    @Override
    public String gatewayId() {
        return gatewayId;
    }

    @Override
    public Optional<Replayed> into(Mark mark) {
        var store = new MeterStore(redis, new Rebuilt(mark));
        var keys = new KeyStore(store, sources, Runnable::run, clock);
        var rebuild = new Rebuild(store, keys, sources.domain(), clock);
        var left = left(store);
        var said = new Said(rebuild);
        boolean whole = left.charges(said::again);
        said.hearAll();
        // in this order: the voucher of every request that is still admitted is written before the log is read
        open.fence(mark.epoch());
        log.fence(mark.epoch());
        long entries = log.replay(entry -> said.again(entry, false));
        said.hearAll();
        said.unknownOnce();
        if (!whole || said.away || !held(rebuild) || !left.holds(rebuild::running)) {
            return Optional.empty();
        }
        if (!said.unknown.isEmpty()) {
            LOG.warn("{} entries are of channels that nobody knows yet", said.unknown.size());
        }
        return Optional.of(new Replayed(entries, said.unknown.size()));
    }

    private LeftInStore left(MeterStore store) {
        return new LeftInStore(store, sources, clock.instant().minus(LONGEST_LEFT));
    }

    @Override
    public void opened(Mark mark) {
        left(new MeterStore(redis, new Rebuilt(mark))).forget();
    }

    /** What was said again so far; entries go out without waiting for the word on those before. */
    private static final class Said {
        /** Entries whose word is still awaited: enough to keep the store busy, little enough to hold in memory. */
        private static final int AWAITED = 256;

        private final Rebuild rebuild;
        private final Deque<Offered> awaited = new ArrayDeque<>();
        private List<Entry> unknown = new ArrayList<>();
        private boolean away;

        private record Offered(Entry entry, boolean streamed, CompletionStage<Restored> word) {}

        Said(Rebuild rebuild) {
            this.rebuild = rebuild;
        }

        void again(Entry entry, boolean streamed) {
            if (away) {
                return;
            }
            awaited.add(new Offered(entry, streamed, rebuild.offer(entry, streamed)));
            if (awaited.size() > AWAITED && oldestCameTooEarly()) {
                hearAll();
            }
        }

        /** Waits for every word. */
        void hearAll() {
            while (!awaited.isEmpty()) {
                oldestCameTooEarly();
            }
        }

        /**
         * Waits for the word on the oldest; true when its key had to be loaded first. Those behind it came too early as
         * well, and are to be said again before others, so that they keep their order.
         */
        private boolean oldestCameTooEarly() {
            var oldest = awaited.remove();
            var word = oldest.word().toCompletableFuture().join();
            boolean early = word == Restored.UNKNOWN;
            switch (early ? rebuild.restore(oldest.entry(), oldest.streamed()) : word) {
                case YES, TAKEN -> {}
                case UNKNOWN -> unknown.add(oldest.entry());
                case STORE_AWAY -> away = true;
            }
            return early;
        }

        /** A voucher that came later may have brought in the channel of a charge before it. */
        void unknownOnce() {
            var before = unknown;
            unknown = new ArrayList<>();
            before.forEach(entry -> again(entry, false));
            hearAll();
        }
    }

    private boolean held(Rebuild rebuild) {
        var running = new ArrayList<>(open.running());
        open.due().forEach(due -> running.add(new OpenRequests.Running(due.key(), due.body(), clock.instant())));
        return running.stream().map(rebuild::running).noneMatch(Restored.STORE_AWAY::equals);
    }

    /** The store while it is rebuilt: for this replay alone it is open. */
    private record Rebuilt(Mark known) implements MeterStore.Epoch {
        @Override
        public Optional<Mark> mark() {
            return Optional.of(known);
        }

        @Override
        public boolean hasRoom() {
            return true;
        }

        @Override
        public void doubt() {
            // the replay answers that the store went away, and is done anew
        }
    }
}
