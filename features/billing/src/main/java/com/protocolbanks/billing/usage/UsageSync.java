package com.protocolbanks.billing.usage;

import com.protocolbanks.database.Database;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.redis.JobStream;
import com.protocolbanks.redis.RedisConnection;
import com.protocolbanks.redis.RedisReply;
import com.protocolbanks.redis.RedisReply.Answered;
import com.protocolbanks.redis.RedisReply.RedisUnavailable;
import com.protocolbanks.redis.RedisScript;
import com.protocolbanks.x402.SettlementDomain;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what the gateways metered from the shards' streams over into Postgres.
 *
 * <p>An entry leaves its stream only after it is committed, and storing it again changes nothing: any number of workers,
 * crashes and repeats lead to the same rows. What was read from a store that has since been rebuilt is put back: the
 * rebuilt one may have given its place to another receipt.
 */
public final class UsageSync implements AutoCloseable {
    /** How long a gap in a channel's receipts may last before it is an alarm and bars settlement beyond it. */
    public static final Duration LONGEST_GAP = Duration.ofMinutes(2);

    private static final Logger LOG = LoggerFactory.getLogger(UsageSync.class);
    private static final int AT_ONCE = 3_000;

    private static final RedisScript<Optional<String>> MARK =
            RedisScript.returningText("return redis.call('GET', KEYS[1])");

    private final RedisConnection redis;
    private final UsageStore store;
    private final UsageGaps gaps;
    private final Duration abandonedAfter;
    private final List<Shard> shards;

    /** One shard's stream, and what was read of it and could not be stored yet. */
    private static final class Shard {
        private final String stream;
        private final String epoch;
        private final JobStream entries;
        private List<JobStream.Job> waiting = List.of();
        private Optional<String> mark = Optional.empty();
        /** Whether something handed out to this process was put back unread. */
        private boolean putBack;

        Shard(String shard, JobStream entries) {
            this.stream = UsageStream.receipts(shard);
            this.epoch = UsageStream.key(shard, "epoch");
            this.entries = entries;
        }

        void putBack() {
            waiting = List.of();
            putBack = true;
        }
    }

    /**
     * How the stream is read beside other processes.
     *
     * @param consumer this process's own name
     * @param abandonedAfter how long an entry read by another may lie before it is taken over; longer than a round lasts
     */
    public record Settings(String consumer, Duration abandonedAfter) {}

    /** @param database opened with the worker's role */
    public UsageSync(
            Database database, RedisConnection redis, SettlementDomain domain, Clock clock, Settings settings) {
        this.redis = redis;
        this.store = new UsageStore(database, domain, clock);
        this.gaps = new UsageGaps(database, clock);
        this.abandonedAfter = settings.abandonedAfter();
        this.shards = UsageStream.shards().stream()
                .map(shard -> new Shard(
                        shard,
                        new JobStream(redis, UsageStream.receipts(shard), UsageStream.GROUP, settings.consumer())))
                .toList();
    }

    /**
     * Takes over all there is. While Redis is away there is nothing.
     *
     * @throws org.jooq.exception.DataAccessException while Postgres is away; nothing is lost by it
     */
    public synchronized SyncReport round() {
        SyncReport report = store.storeAgain();
        for (Shard shard : shards) {
            report = report.and(all(shard));
        }
        List<Hash32> late = gaps.lasting(LONGEST_GAP);
        if (!late.isEmpty()) {
            LOG.error("receipts are missing for more than {} in {} channels: {}", LONGEST_GAP, late.size(), late);
        }
        return report;
    }

    private SyncReport all(Shard shard) {
        SyncReport report = SyncReport.NOTHING;
        while (next(shard)) {
            List<StreamEntry> entries = shard.waiting.stream()
                    .map(job -> new StreamEntry(shard.stream, job.id(), job.fields()))
                    .toList();
            var stored = store.store(entries, shard.mark);
            if (stored.isEmpty()) {
                shard.putBack();
                return report;
            }
            report = report.and(stored.get());
            shard.entries.finish(shard.waiting);
            shard.waiting = List.of();
        }
        return report;
    }

    /** Reads the next entries unless some are waiting; false when there are none, or the store changes meanwhile. */
    private boolean next(Shard shard) {
        if (!shard.waiting.isEmpty()) {
            return true;
        }
        var before = mark(shard);
        var read = new ArrayList<JobStream.Job>();
        if (before instanceof Answered<Optional<String>>(var mark) && read(shard, read)) {
            shard.mark = mark;
            shard.waiting = List.copyOf(read);
            if (!mark(shard).equals(before)) {
                shard.putBack();
            }
        }
        return !shard.waiting.isEmpty();
    }

    private RedisReply<Optional<String>> mark(Shard shard) {
        return redis.run(MARK, List.of(shard.epoch), List.of());
    }

    private boolean read(Shard shard, List<JobStream.Job> all) {
        if (shard.putBack) {
            if (!added(all, shard.entries.readAgain(AT_ONCE))) {
                return false;
            }
            shard.putBack = !all.isEmpty();
            if (shard.putBack) {
                return true;
            }
        }
        return added(all, shard.entries.claimAbandoned(abandonedAfter, AT_ONCE))
                && added(all, shard.entries.read(AT_ONCE, Duration.ZERO));
    }

    /** False while Redis is away. */
    private static boolean added(List<JobStream.Job> all, RedisReply<List<JobStream.Job>> reply) {
        return switch (reply) {
            case Answered<List<JobStream.Job>>(var jobs) -> {
                all.addAll(jobs);
                yield true;
            }
            case RedisUnavailable<List<JobStream.Job>>(var reason) -> {
                LOG.warn("usage waits in the store: {}", reason);
                yield false;
            }
        };
    }

    @Override
    public synchronized void close() {
        shards.forEach(shard -> shard.entries.close());
    }
}
