package com.protocolbanks.billing.settlement;

import com.protocolbanks.evm.Hash32;
import com.protocolbanks.redis.ExpiringStore;
import com.protocolbanks.redis.RedisConnection;
import java.time.Duration;
import tools.jackson.databind.json.JsonMapper;

/** Leaves the answer to a deposit where the gateway looks for it ({@code UsageStream.depositAnswer}). */
final class DepositAnswers {
    private static final Duration KEPT = Duration.ofHours(1);

    private final ExpiringStore store;

    DepositAnswers(RedisConnection redis) {
        this.store = new ExpiringStore(redis, "deposit");
    }

    /** An answer that is lost is given again when the gateway asks again. */
    void give(String requestId, DepositRows.End end) {
        var json = JsonMapper.shared().createObjectNode().put("status", end.isFinal() ? "FINAL" : "FAILED");
        end.transaction().map(Hash32::hex).ifPresent(hash -> json.put("txHash", hash));
        if (end.balance() != null) {
            json.put("balance", end.balance().toString());
        }
        end.failure().ifPresent(why -> json.put("error", why));
        store.put(requestId, json.toString(), KEPT);
    }
}
