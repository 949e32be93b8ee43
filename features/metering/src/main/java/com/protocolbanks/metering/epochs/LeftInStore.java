package com.protocolbanks.metering.epochs;

import com.protocolbanks.billing.usage.UsageEntry;
import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.metering.Ceiling;
import com.protocolbanks.metering.Journal.Entry;
import com.protocolbanks.metering.OpenRequests;
import com.protocolbanks.metering.epochs.Rebuild.Restored;
import com.protocolbanks.metering.keys.Sources;
import com.protocolbanks.metering.store.Answer;
import com.protocolbanks.metering.store.MeterStore;
import com.protocolbanks.metering.store.ShardKeys;
import com.protocolbanks.redis.RedisReply.Answered;
import com.protocolbanks.x402.receipts.ReceiptJson;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the store itself has kept of an earlier epoch: the charges and vouchers in its streams that Postgres does not have
 * yet, and the requests that were running. Of those it is the only witness when their gateway was killed.
 */
final class LeftInStore {
    private static final Logger LOG = LoggerFactory.getLogger(LeftInStore.class);
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int AT_ONCE = 500;

    private final MeterStore store;
    private final Sources sources;
    private final Instant since;
    private final Map<Hash32, Optional<Address>> keys = new HashMap<>();

    /** @param since a request whose deadline was before is of an old copy of the store, and long settled */
    LeftInStore(MeterStore store, Sources sources, Instant since) {
        this.store = store;
        this.sources = sources;
        this.since = since;
    }

    /** Takes an entry that the stream has. */
    interface Reader {
        void again(Entry entry, boolean streamed);
    }

    /** Hands out what the streams hold; false when the store went away meanwhile. */
    boolean charges(Reader reader) {
        return ShardKeys.all().stream().allMatch(shard -> charges(shard, reader));
    }

    private boolean charges(ShardKeys shard, Reader reader) {
        String from = "-";
        while (true) {
            var reply = store.run(
                            EpochScripts.STREAM,
                            List.of(shard.epoch(), shard.receipts()),
                            List.of(from, Integer.toString(AT_ONCE)))
                    .toCompletableFuture()
                    .join();
            if (!(reply instanceof Answered<Answer>(var answer))
                    || !answer.word().equals("ENTRIES")) {
                return false;
            }
            for (int at = 1; at < answer.parts().size(); at++) {
                var one = (List<?>) Objects.requireNonNull(answer.parts().get(at));
                from = "(" + one.getFirst();
                entry(fields((List<?>) one.get(1))).ifPresent(entry -> reader.again(entry, true));
            }
            if (answer.parts().size() <= AT_ONCE) {
                return true;
            }
        }
    }

    private static Map<String, String> fields(List<?> flat) {
        var fields = new LinkedHashMap<String, String>();
        for (int at = 0; at + 1 < flat.size(); at += 2) {
            fields.put(String.valueOf(flat.get(at)), String.valueOf(flat.get(at + 1)));
        }
        return fields;
    }

    private Optional<Entry> entry(Map<String, String> fields) {
        try {
            return switch (UsageEntry.parse(fields)) {
                case UsageEntry.OfReceipt(var receipt) -> {
                    var key = keyOf(receipt.body().channelId());
                    if (key.isEmpty()) {
                        LOG.warn("a receipt in the stream is of a channel that nobody knows: {}", receipt);
                    }
                    yield key.map(known -> new Entry.Charged(known, receipt));
                }
                case UsageEntry.OfVoucher(var config, var voucher, var signature) -> {
                    keys.put(voucher.channelId(), Optional.of(config.payerAuthorizer()));
                    yield Optional.of(new Entry.Promised(
                            config.payerAuthorizer(),
                            voucher.maxClaimable().longValueExact(),
                            new Ceiling.Proof(config, signature)));
                }
                case UsageEntry.OfHead _ -> Optional.empty();
            };
        } catch (UsageEntry.Malformed malformed) {
            LOG.warn("an entry of a stream is passed over: {}", malformed.getMessage());
            return Optional.empty();
        }
    }

    private Optional<Address> keyOf(Hash32 channelId) {
        return keys.computeIfAbsent(channelId, sources.keys()::keyOf);
    }

    /** Hands out the requests that were running; false when the store went away meanwhile. */
    boolean holds(Function<OpenRequests.Running, Restored> reader) {
        return ShardKeys.all().stream().allMatch(shard -> holds(shard, reader));
    }

    private boolean holds(ShardKeys shard, Function<OpenRequests.Running, Restored> reader) {
        var reply = store.run(EpochScripts.LEFT, List.of(shard.epoch(), shard.left()), List.of())
                .toCompletableFuture()
                .join();
        if (!(reply instanceof Answered<Answer>(var answer)) || !answer.word().equals("LEFT")) {
            return false;
        }
        return ((List<?>) Objects.requireNonNull(answer.parts().get(1)))
                .stream()
                        .map(hold -> running(String.valueOf(hold)))
                        .filter(request -> request.deadline().isAfter(since))
                        .map(reader)
                        .noneMatch(Restored.STORE_AWAY::equals);
    }

    /** As {@code amount|deadline|key|draft}. */
    private static OpenRequests.Running running(String hold) {
        var parts = hold.split("\\|", 4);
        return new OpenRequests.Running(
                Address.of(parts[2]),
                ReceiptJson.body(JSON.readTree(parts[3])),
                Instant.ofEpochMilli(Long.parseLong(parts[1])));
    }

    /** What is running again is not left any more; to be called when the store is open. */
    void forget() {
        ShardKeys.all()
                .forEach(shard -> store.run(EpochScripts.FORGET, List.of(shard.epoch(), shard.left()), List.of())
                        .toCompletableFuture()
                        .join());
    }
}
