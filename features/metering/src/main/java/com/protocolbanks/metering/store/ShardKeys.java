package com.protocolbanks.metering.store;

import com.protocolbanks.billing.usage.UsageStream;
import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The names of one shard's keys in Redis; a session key and all its channels are in one, so that a cluster keeps them
 * in one slot.
 *
 * @param shard two hex digits, 00 to 0f
 */
public record ShardKeys(String shard) {
    /** Outcomes are remembered between one and two of these, in seconds. */
    public static final long REMEMBERED = 3600;
    /** How many seconds gateways' clocks may be apart. */
    private static final long CLOCKS_APART = 60;

    /** The shard of a session key. */
    public static ShardKeys of(Address key) {
        return new ShardKeys(UsageStream.shard(key));
    }

    /** Every shard. */
    public static List<ShardKeys> all() {
        return UsageStream.shards().stream().map(ShardKeys::new).toList();
    }

    private String named(String kind) {
        return UsageStream.key(shard, kind);
    }

    /** Which epoch the shard's contents belong to. */
    public String epoch() {
        return named("epoch");
    }

    public String key(Address key) {
        return named("key:") + key.lower();
    }

    public String channel(Hash32 channelId) {
        return named("channel:") + channelId.hex();
    }

    /** Running requests of a channel. */
    public String holds(Hash32 channelId) {
        return named("holds:") + channelId.hex();
    }

    /** Outcomes of the hour. */
    public String done(Hash32 channelId, Instant now) {
        return done(channelId, now.getEpochSecond() / REMEMBERED);
    }

    /** Outcomes of the hour before. */
    public String doneBefore(Hash32 channelId, Instant now) {
        return done(channelId, now.getEpochSecond() / REMEMBERED - 1);
    }

    /** Outcomes of the next hour, which another gateway's clock may have reached already; empty when that is far. */
    public Optional<String> doneAhead(Hash32 channelId, Instant now) {
        long soon = now.getEpochSecond() + CLOCKS_APART;
        return soon / REMEMBERED == now.getEpochSecond() / REMEMBERED
                ? Optional.empty()
                : Optional.of(done(channelId, soon / REMEMBERED));
    }

    private String done(Hash32 channelId, long hour) {
        return named("done:") + channelId.hex() + ":" + hour;
    }

    /** When running requests must be settled. */
    public String deadlines() {
        return named("deadlines");
    }

    /** Receipts since the newest stored head. */
    public String tail(Hash32 channelId) {
        return named("tail:") + channelId.hex();
    }

    /** What is written to Postgres each minute. */
    public String receipts() {
        return UsageStream.receipts(shard);
    }

    /** A pattern for all names of the shard. */
    public String everything() {
        return named("*");
    }

    /** Running requests of an earlier epoch, until they run in the present one. */
    public String left() {
        return named("left");
    }

    /** The answer to a request that was charged, for who asks again. */
    public String reply(Hash32 channelId, String requestId) {
        return named("reply:") + channelId.hex() + ":" + requestId;
    }

    /** Whether what has that name is running requests of a channel. */
    public boolean isHolds(String name) {
        return name.startsWith(named("holds:"));
    }

    /** Whether what has that name stays when an epoch ends. */
    public boolean outlivesEpochs(String name) {
        return name.equals(receipts())
                || name.equals(epoch())
                || name.equals(left())
                || name.startsWith(named("reply:"));
    }
}
