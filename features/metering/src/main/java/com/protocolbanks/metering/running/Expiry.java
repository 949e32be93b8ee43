package com.protocolbanks.metering.running;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.metering.UsageMeter;
import com.protocolbanks.metering.store.Answer;
import com.protocolbanks.metering.store.MeterStore;
import com.protocolbanks.metering.store.ShardKeys;
import com.protocolbanks.redis.RedisReply.Answered;
import com.protocolbanks.redis.RedisScript;
import com.protocolbanks.x402.receipts.Outcome;
import com.protocolbanks.x402.receipts.ReceiptBody;
import com.protocolbanks.x402.receipts.ReceiptJson;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Settles what nobody settled in time: charged is what was last known to be delivered, with a receipt that says so. Any
 * gateway does it for all.
 */
final class Expiry {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int AT_ONCE = 200;

    /** How long after its deadline a request is left to the gateway that runs it. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private static final RedisScript<List<@Nullable Object>> LATE = RedisScript.returningList(Expiry.class, "late");
    private static final RedisScript<List<@Nullable Object>> HELD = RedisScript.returningList(Expiry.class, "held");

    private final MeterStore store;
    private final UsageMeter meter;
    private final Clock clock;

    Expiry(MeterStore store, UsageMeter meter, Clock clock) {
        this.store = store;
        this.meter = meter;
        this.clock = clock;
    }

    /** Settles what is late now; answers how much that was. */
    int sweep() {
        int settled = 0;
        for (var shard : ShardKeys.all()) {
            settled += sweep(shard);
        }
        return settled;
    }

    private int sweep(ShardKeys shard) {
        var before = clock.instant().minus(GRACE);
        var reply = store.run(
                        LATE,
                        List.of(shard.epoch(), shard.deadlines()),
                        List.of(Long.toString(before.toEpochMilli()), Integer.toString(AT_ONCE)))
                .toCompletableFuture()
                .join();
        int settled = 0;
        if (reply instanceof Answered<Answer>(var answer)) {
            for (int at = 1; at < answer.parts().size(); at++) {
                settled += settle(shard, answer.text(at)) ? 1 : 0;
            }
        }
        return settled;
    }

    private boolean settle(ShardKeys shard, String member) {
        int bar = member.indexOf('|');
        var channelId = Hash32.of(member.substring(0, bar));
        var requestId = member.substring(bar + 1);
        var reply = store.run(
                        HELD,
                        List.of(shard.epoch(), shard.holds(channelId), shard.deadlines()),
                        List.of(requestId, member))
                .toCompletableFuture()
                .join();
        if (!(reply instanceof Answered<Answer>(var answer)) || !answer.word().equals("HELD")) {
            return false;
        }
        // amount|deadline|key|draft
        var hold = answer.text(1).split("\\|", 4);
        var draft = ReceiptJson.body(JSON.readTree(hold[3]));
        meter.settle(Address.of(hold[2]), expired(draft)).toCompletableFuture().join();
        return true;
    }

    private ReceiptBody expired(ReceiptBody draft) {
        return new ReceiptBody(
                draft.channelId(),
                draft.requestId(),
                clock.instant(),
                draft.route(),
                draft.model(),
                draft.requestDigest(),
                draft.responseDigest(),
                draft.usage(),
                draft.priceVersion(),
                draft.held(),
                draft.charged(),
                draft.shortfall(),
                Outcome.EXPIRED);
    }
}
