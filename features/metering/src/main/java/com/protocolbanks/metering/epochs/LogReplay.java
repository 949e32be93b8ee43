package com.protocolbanks.metering.epochs;

import com.protocolbanks.metering.Journal.Entry;
import com.protocolbanks.metering.MeterStore;
import com.protocolbanks.metering.MeterStore.Mark;
import com.protocolbanks.metering.OpenRequests;
import com.protocolbanks.metering.epochs.Rebuild.Restored;
import com.protocolbanks.metering.epochs.StoreEpoch.Replayed;
import com.protocolbanks.metering.keys.KeyStore;
import com.protocolbanks.metering.log.UsageLog;
import com.protocolbanks.redis.RedisConnection;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one gateway knows: its log, and what it has admitted and not settled. */
public final class LogReplay implements StoreEpoch.Replay {
    private static final Logger LOG = LoggerFactory.getLogger(LogReplay.class);

    private final String gatewayId;
    private final UsageLog log;
    private final OpenRequests open;
    private final RedisConnection redis;
    private final Sources sources;
    private final Clock clock;

    /** @param gatewayId as it is registered */
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
        var keys = new KeyStore(store, sources.keys(), sources.chain(), Runnable::run);
        var rebuild = new Rebuild(store, keys, sources.domain(), clock);
        var unknown = new ArrayList<Entry>();
        var away = new boolean[1];
        long entries = log.replay(entry -> {
            if (!away[0]) {
                note(rebuild.restore(entry), entry, unknown, away);
            }
        });
        // a voucher later in the log may have brought in the channel of a charge before it
        var still = new ArrayList<Entry>();
        unknown.forEach(entry -> note(rebuild.restore(entry), entry, still, away));
        if (away[0] || holdsAway(rebuild)) {
            return Optional.empty();
        }
        if (!still.isEmpty()) {
            LOG.warn("{} entries of the usage log are of channels that nobody knows yet", still.size());
        }
        return Optional.of(new Replayed(entries, still.size()));
    }

    private static void note(Restored restored, Entry entry, List<Entry> unknown, boolean[] away) {
        switch (restored) {
            case YES -> {}
            case UNKNOWN -> unknown.add(entry);
            case STORE_AWAY -> away[0] = true;
        }
    }

    private boolean holdsAway(Rebuild rebuild) {
        var running = new ArrayList<>(open.running());
        open.due().forEach(due -> running.add(new OpenRequests.Running(due.key(), due.body(), clock.instant())));
        return running.stream().map(rebuild::running).toList().contains(Restored.STORE_AWAY);
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
