package com.protocolbanks.billing.usage;

import com.protocolbanks.evm.Address;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The streams between the metering store and Postgres.
 *
 * <p>Everything of one session key lies in one shard, so that a key and its channels share a hash tag; each shard has one
 * stream of {@link UsageEntry}, read by one consumer group.
 */
public final class UsageStream {
    /** The consumer group of every shard's stream. */
    public static final String GROUP = "usage";

    public static final int SHARDS = 16;

    /** The stream in which gateways ask for deposits; its consumer group has the same name without the prefix. */
    public static final String DEPOSITS = "pb:deposits";

    public static final String DEPOSITS_GROUP = "deposits";

    /** The metering store's epoch and run: {@code <epoch>:<run_id>}. */
    public static final String EPOCH = "pb:epoch";

    private static final List<String> NAMES = IntStream.range(0, SHARDS)
            .mapToObj(number -> String.format(Locale.ROOT, "%02x", number))
            .toList();

    private UsageStream() {}

    /** The shard of a session key: {@code 00} to {@code 0f}, by the first byte of its address. */
    public static String shard(Address sessionKey) {
        return NAMES.get(sessionKey.bytes()[0] & (SHARDS - 1));
    }

    /** All shards. */
    public static List<String> shards() {
        return NAMES;
    }

    /** The key of a shard's stream. */
    public static String receipts(String shard) {
        return key(shard, "receipts");
    }

    /** A key of the metering store in that shard. */
    public static String key(String shard, String name) {
        return "pb:{" + shard + "}:" + name;
    }

    /** Where the answer to a deposit is left for an hour. */
    public static String depositAnswer(String requestId) {
        return "pb:deposit:" + requestId;
    }
}
