package com.protocolbanks.metering.epochs;

import com.protocolbanks.billing.gateways.Epoch;
import com.protocolbanks.billing.gateways.Epochs;
import com.protocolbanks.metering.store.MeterStore;
import com.protocolbanks.metering.store.MeterStore.Mark;
import com.protocolbanks.redis.RedisConnection;
import com.protocolbanks.redis.RedisReply.Answered;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches whether the store is the one that was rebuilt last, and has it rebuilt when it is not.
 *
 * <p>While the store bears its mark Postgres is not asked, so that it may be away.
 */
public final class StoreEpoch implements MeterStore.Epoch, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StoreEpoch.class);
    private static final long PERIOD_MILLIS = 500;
    private static final long FULL_PERCENT = 80;
    /** How often charges of unknown channels are tried again before the report is made without them. */
    private static final int PATIENCE = 20;

    private final RedisConnection redis;
    private final Epochs epochs;
    private final Replay replay;
    private final ShardMarks marks;
    private final Semaphore doubts = new Semaphore(0);
    private volatile @Nullable Mark mark;
    private volatile boolean room = true;
    private volatile boolean closed;
    private volatile String waitsFor = "the first look at the store";
    private int patience = PATIENCE;
    private @Nullable Thread watcher;

    /** Says again what this gateway knows. */
    public interface Replay {
        /**
         * Fills the store of that mark.
         *
         * @return empty when the store went away meanwhile
         * @throws RuntimeException when Postgres or the log cannot be read
         */
        Optional<Replayed> into(Mark mark);

        /** Told that the store of that mark is open: everybody's is said again. */
        void opened(Mark mark);

        String gatewayId();
    }

    /**
     * How much was said again.
     *
     * @param entries that the log had
     * @param unknown those of them whose channel nobody knew yet
     */
    public record Replayed(long entries, int unknown) {}

    /** @param epochs in Postgres */
    public StoreEpoch(RedisConnection redis, Epochs epochs, Replay replay) {
        this.redis = redis;
        this.epochs = epochs;
        this.replay = replay;
        this.marks = new ShardMarks(redis);
    }

    /** Begins to watch. */
    public void start() {
        watcher = Thread.ofPlatform().name("store-epoch").daemon().start(this::watch);
    }

    @Override
    public Optional<Mark> mark() {
        return Optional.ofNullable(mark);
    }

    @Override
    public boolean hasRoom() {
        return room;
    }

    @Override
    public void doubt() {
        waitsFor = "the next look at the store";
        mark = null;
        doubts.release();
    }

    /** What the store is waiting for, in a sentence's part; empty when it is open. */
    public Optional<String> waitsFor() {
        return mark != null && room ? Optional.empty() : Optional.of(waitsFor);
    }

    private void watch() {
        while (!closed) {
            try {
                look();
                doubts.tryAcquire(PERIOD_MILLIS, TimeUnit.MILLISECONDS);
                doubts.drainPermits();
            } catch (InterruptedException closing) {
                return;
            } catch (RuntimeException fault) {
                waitsFor = "a fault to end: " + fault.getMessage();
                LOG.warn("the metering store cannot be judged now", fault);
                pause();
            }
        }
    }

    private void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PERIOD_MILLIS);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            closed = true;
        }
    }

    private void look() {
        if (!(redis.info("memory") instanceof Answered<Map<String, String>>(var memory))
                || !(redis.info("server") instanceof Answered<Map<String, String>>(var server))) {
            waitsFor = "Redis to come back";
            return;
        }
        if (!memory.getOrDefault("maxmemory_policy", "").equals("noeviction")) {
            mark = null;
            waitsFor = "Redis to be configured with maxmemory-policy noeviction";
            LOG.error("the metering store waits for {}", waitsFor);
            return;
        }
        room = hasRoom(number(memory, "used_memory"), number(memory, "maxmemory"));
        if (!room) {
            waitsFor = "room in Redis, which is filled to more than " + FULL_PERCENT + " %";
        }
        var runId = server.getOrDefault("run_id", "");
        if (!isStillOurs(mark, runId)) {
            mark = null;
            waitsFor = "the rebuild";
            rebuilt(runId).ifPresent(rebuilt -> {
                replay.opened(rebuilt);
                mark = rebuilt;
                LOG.info("the metering store is open in epoch {}", rebuilt.epoch());
            });
        }
    }

    /** A Redis that does not answer is no other one: nothing is rebuilt for that. */
    private boolean isStillOurs(@Nullable Mark known, String runId) {
        return known != null && known.runId().equals(runId) && marks.at(known) != ShardMarks.Look.OTHER;
    }

    private static long number(Map<String, String> fields, String name) {
        return Long.parseLong(fields.getOrDefault(name, "0").trim());
    }

    /** @param most 0 for no bound */
    static boolean hasRoom(long used, long most) {
        return most == 0 || used <= most / 100 * FULL_PERCENT;
    }

    private Optional<Mark> rebuilt(String runId) {
        if (!epochs.isServing(replay.gatewayId())) {
            throw new IllegalStateException("this gateway's log was given up; it has to begin another one");
        }
        var newest = epochs.current();
        if (newest.isPresent() && newest.get().open() && newest.get().runId().equals(runId)) {
            var found = markOf(newest.get());
            switch (marks.at(found)) {
                case SAME -> {
                    return Optional.of(found);
                }
                case UNKNOWN -> {
                    return Optional.empty();
                }
                case OTHER -> {
                    // an older state of this very run: it has to be rebuilt
                }
            }
        }
        var epoch = newest.isPresent()
                        && !newest.get().open()
                        && newest.get().runId().equals(runId)
                ? newest.get()
                : epochs.fence(newest.map(Epoch::number).orElse(0L), runId);
        if (!epoch.runId().equals(runId)) {
            return Optional.empty();
        }
        if (epoch.missing().contains(replay.gatewayId()) || marks.at(markOf(epoch)) != ShardMarks.Look.SAME) {
            LOG.info("the metering store is rebuilt in epoch {}", epoch.number());
            if (!marks.set(markOf(epoch))) {
                return Optional.empty();
            }
            var replayed = replay.into(markOf(epoch));
            if (replayed.isEmpty() || isLeftForLater(replayed.get(), epoch)) {
                return Optional.empty();
            }
            patience = PATIENCE;
            epochs.report(replay.gatewayId(), epoch.number(), replayed.get().entries());
        }
        var opened = epochs.open(epoch.number());
        waitsFor = "the logs of " + String.join(", ", opened.missing());
        return opened.open() && isWhole(opened, runId) ? Optional.of(markOf(opened)) : Optional.empty();
    }

    /** Whether another gateway's log may yet bring in what a charge of ours is of. */
    private boolean isLeftForLater(Replayed replayed, Epoch epoch) {
        boolean others = epoch.missing().stream().anyMatch(id -> !id.equals(replay.gatewayId()));
        return replayed.unknown() > 0 && others && patience-- > 0;
    }

    private boolean isWhole(Epoch epoch, String runId) {
        return epoch.runId().equals(runId) && marks.at(markOf(epoch)) == ShardMarks.Look.SAME;
    }

    private static Mark markOf(Epoch epoch) {
        return new Mark(epoch.number(), epoch.runId());
    }

    @Override
    public void close() {
        closed = true;
        if (watcher != null) {
            watcher.interrupt();
        }
    }
}
