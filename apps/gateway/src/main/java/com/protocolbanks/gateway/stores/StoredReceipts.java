package com.protocolbanks.gateway.stores;

import com.protocolbanks.billing.usage.ReceiptChains;
import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.gateway.account.ReceiptPages;
import com.protocolbanks.metering.Witness;
import com.protocolbanks.metering.store.ShardKeys;
import com.protocolbanks.redis.RedisScript;
import com.protocolbanks.redis.ScriptRunner;
import com.protocolbanks.x402.receipts.ReceiptJson;
import com.protocolbanks.x402.receipts.UsageReceipt;
import java.math.BigInteger;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Receipts from Postgres, and the ones of the last minute from Redis. */
public final class StoredReceipts implements ReceiptPages {
    private static final int PAGE = 200;

    /** The outcomes of this hour and the last, as long as they are few enough to look through. */
    private static final RedisScript<List<@Nullable Object>> OUTCOMES = RedisScript.returningList("""
            local found = {}
            for _, name in ipairs(KEYS) do
              if redis.call('HLEN', name) <= 20000 then
                for _, stored in ipairs(redis.call('HVALS', name)) do
                  local seq = tonumber(string.match(stored, '^(%d+)|'))
                  if seq and seq > tonumber(ARGV[1]) and seq <= tonumber(ARGV[2]) then
                    found[#found + 1] = stored
                  end
                end
              end
            end
            return found""");

    private final ReceiptChains chains;
    private final Fresh fresh;
    private final Executor blocking;
    private final Clock clock;

    /** The receipts of the last minute, and who sees to it that they stay. */
    public record Fresh(ScriptRunner redis, Witness witness) {}

    /** @param blocking runs what waits for Postgres */
    public StoredReceipts(ReceiptChains chains, Fresh fresh, Executor blocking, Clock clock) {
        this.chains = chains;
        this.fresh = fresh;
        this.blocking = blocking;
        this.clock = clock;
    }

    @Override
    public CompletionStage<List<UsageReceipt>> after(Address key, Hash32 channelId, long seq) {
        return CompletableFuture.supplyAsync(() -> chains.after(channelId, seq, PAGE), blocking)
                .thenCompose(stored -> {
                    long last = stored.isEmpty() ? seq : stored.getLast().seq();
                    return stored.size() == PAGE
                            ? CompletableFuture.completedFuture(stored)
                            : witnessed(key, channelId, last).thenApply(more -> joined(stored, more));
                });
    }

    /** Only what stands in a log is shown. */
    private CompletionStage<List<UsageReceipt>> witnessed(Address key, Hash32 channelId, long seq) {
        return fresh.witness()
                .upTo(key, channelId)
                .thenCompose(upTo -> fresh(key, channelId, seq)
                        .thenApply(found -> found.stream()
                                .filter(receipt -> receipt.seq() <= upTo)
                                .toList()))
                .exceptionallyCompose(fault ->
                        fault instanceof Witness.NotWitnessed || fault.getCause() instanceof Witness.NotWitnessed
                                ? CompletableFuture.completedFuture(List.of())
                                : CompletableFuture.failedStage(fault));
    }

    private CompletionStage<List<UsageReceipt>> fresh(Address key, Hash32 channelId, long seq) {
        var shard = ShardKeys.of(key);
        var now = clock.instant();
        return fresh.redis()
                .runAsync(
                        OUTCOMES,
                        List.of(shard.doneBefore(channelId, now), shard.done(channelId, now)),
                        List.of(Long.toString(seq), Long.toString(seq + PAGE)))
                .thenApply(reply -> reply.orElse(List.of()).stream()
                        .map(Objects::toString)
                        .map(StoredReceipts::receipt)
                        .sorted(Comparator.comparingLong(UsageReceipt::seq))
                        .toList());
    }

    /** As {@code seq|spent|body}. */
    private static UsageReceipt receipt(String stored) {
        String[] parts = stored.split("\\|", 3);
        return new UsageReceipt(
                Long.parseLong(parts[0]),
                new BigInteger(parts[1]),
                ReceiptJson.body(JsonMapper.shared().readTree(parts[2])));
    }

    private static List<UsageReceipt> joined(List<UsageReceipt> first, List<UsageReceipt> second) {
        var both = new ArrayList<>(first);
        both.addAll(second);
        return both.subList(0, Math.min(PAGE, both.size()));
    }
}
