package com.protocolbanks.gateway.stores;

import com.protocolbanks.billing.usage.UsageStream;
import com.protocolbanks.redis.RedisReply.Answered;
import com.protocolbanks.redis.RedisScript;
import com.protocolbanks.redis.ScriptRunner;
import com.protocolbanks.x402.wire.Payment.Deposit;
import com.protocolbanks.x402.wire.PaymentJson;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Hands deposits over to the worker. While somebody waits for one it is handed over once; whoever asks later does so again,
 * as a gateway may have ended before it did, and the worker knows a deposit again.
 */
final class DepositRequests {
    private static final RedisScript<Long> FIRST = RedisScript.returningNumber(
            "if redis.call('SET', KEYS[1], '1', 'NX', 'PX', ARGV[1]) then return 1 end return 0");
    private static final RedisScript<Optional<String>> ASK = RedisScript.returningText(
            "return redis.call('XADD', KEYS[1], '*', 'id', ARGV[1], 'c', ARGV[2], 'payload', ARGV[3], 'f', ARGV[4])");

    private final ScriptRunner redis;
    private final Duration patience;

    /** @param patience how long a request waits for its deposit */
    DepositRequests(ScriptRunner redis, Duration patience) {
        this.redis = redis;
        this.patience = patience;
    }

    /** False while Redis is away. */
    CompletionStage<Boolean> add(String id, Deposit deposit) {
        return redis.runAsync(FIRST, List.of("pb:deposit-asked:" + id), List.of(Long.toString(patience.toMillis())))
                .thenCompose(first -> first instanceof Answered<Long>(var isFirst) && isFirst == 1
                        ? handOver(id, deposit)
                        : CompletableFuture.completedFuture(first instanceof Answered<Long>));
    }

    private CompletionStage<Boolean> handOver(String id, Deposit deposit) {
        var fields = List.of(
                id,
                deposit.voucher().channelId().hex(),
                PaymentJson.write(deposit).toString(),
                PaymentJson.config(deposit.config()).toString());
        return redis.runAsync(ASK, List.of(UsageStream.DEPOSITS), fields)
                .thenApply(reply -> reply instanceof Answered<Optional<String>>);
    }
}
