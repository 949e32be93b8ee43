package com.protocolbanks.metering.running;

import com.protocolbanks.billing.gateways.Epochs;
import com.protocolbanks.billing.gateways.Gateways.Leftover;
import com.protocolbanks.metering.Journal.Entry;
import com.protocolbanks.metering.OpenRequests;
import com.protocolbanks.metering.UsageMeter;
import com.protocolbanks.metering.Witness;
import com.protocolbanks.metering.epochs.LogReplay;
import com.protocolbanks.metering.epochs.StoreEpoch;
import com.protocolbanks.metering.keys.KeyStore;
import com.protocolbanks.metering.keys.Sources;
import com.protocolbanks.metering.log.UsageLog;
import com.protocolbanks.metering.store.MeterStore;
import com.protocolbanks.redis.RedisConnection;
import com.protocolbanks.redis.ScriptRunner;
import com.protocolbanks.x402.receipts.ReceiptBody;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One gateway's meter, put together: the store and its epoch, what is loaded into it, and once a second what is due or
 * late.
 */
public final class Metering implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Metering.class);
    private static final long PERIOD_MILLIS = 1000;
    /** Ten minutes. */
    private static final int TRIM_ROUNDS = 600;

    private static final Duration LAST_ROUND = Duration.ofSeconds(10);

    private final StoreEpoch epoch;
    private final MeterStore store;
    private final KeyStore keys;
    private final Witness witness;
    private final UsageMeter meter;
    private final OpenRequests open;
    private final Expiry expiry;
    private final LogTrim trim;
    private final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();
    private final Thread upkeep;
    private volatile boolean closed;

    /**
     * Who this gateway is.
     *
     * @param id as it is registered
     * @param log its own, opened by nobody else
     * @param epochs in Postgres
     */
    public record Gateway(String id, UsageLog log, Epochs epochs) {}

    private Metering(RedisConnection redis, ScriptRunner scripts, Sources sources, Gateway gateway, Clock clock) {
        open = new OpenRequests();
        adoptDue(gateway.log(), open);
        var replay = new LogReplay(new LogReplay.Own(gateway.id(), gateway.log(), open), redis, sources, clock);
        epoch = new StoreEpoch(redis, gateway.epochs(), replay);
        store = new MeterStore(scripts, epoch);
        keys = new KeyStore(store, sources, blocking, clock);
        witness = new Witness(store, gateway.log());
        meter = new UsageMeter(store, keys, new UsageMeter.Memory(gateway.log(), witness, open), clock);
        expiry = new Expiry(store, meter, clock);
        trim = new LogTrim(gateway.log(), sources, clock);
        upkeep = Thread.ofPlatform().name("meter-upkeep").daemon().unstarted(this::keepUp);
    }

    /** Begins to watch the store; until it is known to be whole, everything is refused as {@code STORE_UNSURE}. The gateway must be registered. */
    public static Metering open(RedisConnection redis, Sources sources, Gateway gateway, Clock clock) {
        return open(redis, redis, sources, gateway, clock);
    }

    /** The same with another way to the same Redis for what is done for each request. */
    public static Metering open(
            RedisConnection redis, ScriptRunner scripts, Sources sources, Gateway gateway, Clock clock) {
        var metering = new Metering(redis, scripts, sources, gateway, clock);
        metering.epoch.start();
        metering.upkeep.start();
        return metering;
    }

    /** What an earlier process of this gateway knew to be due and did not see settled. */
    private static void adoptDue(UsageLog log, OpenRequests open) {
        var due = new HashMap<String, OpenRequests.Due>();
        log.replay(entry -> {
            switch (entry) {
                case Entry.Due(var key, var body) -> due.put(id(body), new OpenRequests.Due(key, body));
                case Entry.Charged charged -> due.remove(id(charged.receipt().body()));
                case Entry.Promised _ -> {}
            }
        });
        due.values().forEach(open::adopt);
    }

    private static String id(ReceiptBody body) {
        return body.channelId() + body.requestId();
    }

    private void keepUp() {
        for (int round = 1; !closed; round++) {
            try {
                meter.settleDue().toCompletableFuture().join();
                meter.takeBack().toCompletableFuture().join();
                expiry.sweep();
                if (round % TRIM_ROUNDS == 0) {
                    trim.trim();
                }
                TimeUnit.MILLISECONDS.sleep(PERIOD_MILLIS);
            } catch (InterruptedException closing) {
                return;
            } catch (RuntimeException fault) {
                LOG.warn("what is due could not be settled this time", fault);
            }
        }
    }

    public UsageMeter meter() {
        return meter;
    }

    public KeyStore keys() {
        return keys;
    }

    public MeterStore store() {
        return store;
    }

    public Witness witness() {
        return witness;
    }

    /** Why nothing is admitted now, as part of a sentence; empty when requests are admitted. */
    public Optional<String> waitsFor() {
        return epoch.waitsFor();
    }

    /**
     * What this gateway's log holds and Postgres has not, once the meter is closed; empty while it alone knows how a
     * request ended.
     *
     * @throws RuntimeException while Postgres is away
     */
    public Optional<List<Leftover>> leftovers() {
        return open.due().isEmpty() && open.running().isEmpty() ? Optional.of(trim.leftovers()) : Optional.empty();
    }

    /** Ends the watch; running requests must have ended before. The log stays open. */
    @Override
    public void close() {
        closed = true;
        upkeep.interrupt();
        epoch.close();
        blocking.close();
        try {
            upkeep.join(LAST_ROUND);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
