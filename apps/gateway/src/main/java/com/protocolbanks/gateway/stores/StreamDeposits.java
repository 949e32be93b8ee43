package com.protocolbanks.gateway.stores;

import com.protocolbanks.billing.keys.SessionKey;
import com.protocolbanks.billing.usage.UsageStream;
import com.protocolbanks.evm.Address;
import com.protocolbanks.gateway.admission.DepositDesk;
import com.protocolbanks.gateway.admission.Digests;
import com.protocolbanks.gateway.admission.Entry.Deposited;
import com.protocolbanks.metering.Loader.Loaded;
import com.protocolbanks.metering.Refusal;
import com.protocolbanks.metering.keys.ChannelSource;
import com.protocolbanks.metering.keys.KeyStore;
import com.protocolbanks.redis.RedisScript;
import com.protocolbanks.redis.ScriptRunner;
import com.protocolbanks.x402.wire.Payment.Deposit;
import com.protocolbanks.x402.wire.PaymentErrors;
import com.protocolbanks.x402.wire.PaymentJson;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Hands deposits to the worker, and looks for its answer for a while. */
public final class StreamDeposits implements DepositDesk {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long PERIOD_MILLIS = 100;

    private static final RedisScript<Optional<String>> ANSWER =
            RedisScript.returningText("return redis.call('GET', KEYS[1])");

    private final ScriptRunner redis;
    private final DepositRequests requests;
    private final Books books;
    private final Executor blocking;
    private final Clock clock;

    /**
     * Who may deposit, and where it is seen that somebody has.
     *
     * @param keys may block
     */
    public record Books(Function<Address, Optional<SessionKey>> keys, ChannelSource chain, KeyStore store) {}

    /** @param blocking runs what waits for Postgres and the chain */
    public StreamDeposits(ScriptRunner redis, Books books, Executor blocking, Clock clock) {
        this.redis = redis;
        this.requests = new DepositRequests(redis, PATIENCE);
        this.books = books;
        this.blocking = blocking;
        this.clock = clock;
    }

    @Override
    public CompletionStage<Brought> bring(Deposit deposit) {
        var key = deposit.config().payerAuthorizer();
        return CompletableFuture.supplyAsync(() -> refusal(books.keys().apply(key), deposit), blocking)
                .thenCompose(refused ->
                        refused.isPresent() ? CompletableFuture.completedFuture(refused.get()) : ask(deposit));
    }

    private Optional<Brought> refusal(Optional<SessionKey> key, Deposit deposit) {
        if (key.isEmpty()) {
            return Optional.of(new Brought.Refused(Refusal.KEY_UNKNOWN));
        }
        var one = key.get();
        if (one.frozen()) {
            return Optional.of(new Brought.Refused(Refusal.KEY_FROZEN));
        }
        if (!clock.instant().isBefore(one.expiresAt())) {
            return Optional.of(new Brought.Refused(Refusal.KEY_EXPIRED));
        }
        if (!one.payers().contains(deposit.config().payer())) {
            return Optional.of(new Brought.Refused(Refusal.PAYER_NOT_ALLOWED));
        }
        return one.token().address().equals(deposit.config().token())
                ? Optional.empty()
                : Optional.of(new Brought.Failed("invalid_batch_settlement_evm_token_mismatch"));
    }

    private CompletionStage<Brought> ask(Deposit deposit) {
        var payload = PaymentJson.write(deposit).toString();
        var id = Digests.sha256(payload.getBytes(StandardCharsets.UTF_8)).hex().substring(2);
        return requests.add(id, deposit)
                .thenCompose(asked -> asked ? look(deposit, id, clock.instant().plus(PATIENCE)) : unsure());
    }

    private CompletionStage<Brought> look(Deposit deposit, String id, Instant until) {
        return redis.runAsync(ANSWER, List.of(UsageStream.depositAnswer(id)), List.of())
                .thenCompose(reply -> {
                    var answer = reply.orElse(Optional.empty());
                    if (answer.isPresent()) {
                        return answered(deposit, JsonMapper.shared().readTree(answer.get()));
                    }
                    return clock.instant().isAfter(until)
                            ? CompletableFuture.completedFuture(new Brought.Pending())
                            : later(() -> look(deposit, id, until));
                });
    }

    private static CompletionStage<Brought> later(Supplier<CompletionStage<Brought>> step) {
        return CompletableFuture.supplyAsync(
                        () -> true, CompletableFuture.delayedExecutor(PERIOD_MILLIS, TimeUnit.MILLISECONDS))
                .thenCompose(_ -> step.get());
    }

    /** A final deposit is seen in the store before the request goes on. */
    private CompletionStage<Brought> answered(Deposit deposit, JsonNode answer) {
        if (!answer.path("status").asString("").equals("FINAL")) {
            return CompletableFuture.completedFuture(
                    new Brought.Failed(answer.path("error").asString(PaymentErrors.DEPOSIT_FAILED)));
        }
        var in = new Brought.In(new Deposited(answer.path("txHash").asString(""), deposit.amount()));
        var channelId = deposit.voucher().channelId();
        var key = deposit.config().payerAuthorizer();
        return CompletableFuture.supplyAsync(() -> books.chain().find(channelId), blocking)
                .thenCompose(found -> found.isEmpty()
                        ? CompletableFuture.completedFuture(new Brought.Pending())
                        : books.store()
                                .load(key, channelId, deposit.config())
                                .thenCompose(_ -> books.store().open(channelId, deposit.config(), found.get()))
                                .thenApply(loaded ->
                                        loaded == Loaded.READY ? in : new Brought.Refused(Refusal.STORE_UNSURE)));
    }

    private static CompletionStage<Brought> unsure() {
        return CompletableFuture.completedFuture(new Brought.Refused(Refusal.STORE_UNSURE));
    }
}
