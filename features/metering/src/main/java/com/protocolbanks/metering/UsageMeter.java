package com.protocolbanks.metering;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.metering.MeterSteps.Served;
import com.protocolbanks.metering.OpenRequests.Doubted;
import com.protocolbanks.metering.store.Answer;
import com.protocolbanks.metering.store.MeterStore;
import com.protocolbanks.metering.store.ShardKeys;
import com.protocolbanks.redis.RedisReply.Answered;
import com.protocolbanks.x402.receipts.ReceiptBody;
import com.protocolbanks.x402.receipts.ReceiptJson;
import com.protocolbanks.x402.receipts.UsageReceipt;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Admits requests and charges them; used by all threads of a gateway, none of which it holds up. */
public final class UsageMeter {
    private static final Logger LOG = LoggerFactory.getLogger(UsageMeter.class);

    /** The longest that a step may still be on its way to a store that answers again. */
    private static final Duration ON_ITS_WAY = Duration.ofSeconds(10);

    private final MeterSteps steps;
    private final Admissions admissions;
    private final Memory memory;
    private final Clock clock;

    /** What this gateway knows by itself. */
    public record Memory(Journal journal, Witness witness, OpenRequests open) {}

    public UsageMeter(MeterStore store, Loader loader, Memory memory, Clock clock) {
        this.steps = new MeterSteps(store, loader, clock);
        this.admissions = new Admissions(steps, memory);
        this.memory = memory;
        this.clock = clock;
    }

    /** Holds the most a request can cost, if it may go ahead. A new voucher is on disk before the answer. */
    public CompletionStage<Admission> hold(HoldRequest request) {
        return admissions.hold(request);
    }

    /** Charges a request of fixed price in the same step that admits it; its draft is its receipt. */
    public CompletionStage<Admission> charge(HoldRequest request) {
        return admissions.charge(request);
    }

    /**
     * Takes a voucher that is ahead of what is spent, for a session; one that is lower than the highest changes nothing.
     * It is on disk before the answer.
     *
     * @throws IllegalArgumentException for a ceiling without its voucher
     */
    public CompletionStage<Acceptance> accept(Ceiling ceiling) {
        return admissions.accept(ceiling);
    }

    /**
     * Charges a request that was held and ends its hold; a second time it answers the first receipt again.
     *
     * @param body with what is charged, at most what was held
     * @return empty while the store cannot be asked: then the charge is on disk as due, and {@link #settleDue} makes it
     */
    public CompletionStage<Optional<UsageReceipt>> settle(Address key, ReceiptBody body) {
        var arguments = List.of(
                body.requestId(),
                body.channelId().hex(),
                body.charged().toString(),
                body.held().toString(),
                body.digest().hex(),
                ReceiptJson.text(body),
                Long.toString(2 * ShardKeys.REMEMBERED));
        return steps.run(MeterSteps.SETTLE, key, body.channelId(), arguments).thenCompose(reply -> {
            if (!(reply instanceof Answered<Answer>(var answer))) {
                return due(key, body);
            }
            return settled(key, body, answer)
                    .thenApply(receipt -> {
                        memory.open().settled(receipt);
                        return Optional.of(receipt);
                    })
                    .exceptionallyCompose(
                            fault -> isPassing(fault) ? due(key, body) : CompletableFuture.failedStage(fault));
        });
    }

    private CompletionStage<UsageReceipt> settled(Address key, ReceiptBody body, Answer answer) {
        return switch (answer.word()) {
            case "SETTLED" -> {
                var receipt = new UsageReceipt(answer.number(1), BigInteger.valueOf(answer.number(2)), body);
                yield memory.witness().of(key, receipt, answer.epoch());
            }
            case "REPEATED" -> memory.witness().of(key, answer.receipt(1), answer.epoch());
            default ->
                CompletableFuture.failedStage(
                        new IllegalStateException("cannot settle " + body.requestId() + ": " + answer.word()));
        };
    }

    private static boolean isPassing(Throwable fault) {
        return fault instanceof Witness.NotWitnessed || fault.getCause() instanceof Witness.NotWitnessed;
    }

    private CompletionStage<Optional<UsageReceipt>> due(Address key, ReceiptBody body) {
        return memory.open().isDue(new OpenRequests.Due(key, body))
                ? memory.journal().append(new Journal.Entry.Due(key, body)).thenApply(_ -> Optional.empty())
                : CompletableFuture.completedFuture(Optional.empty());
    }

    /** {@link #settle}, completed only when the charge is made, however late; fails when it never can be. */
    public CompletionStage<UsageReceipt> settleAtLast(Address key, ReceiptBody body) {
        var settlement = memory.open().settlementOf(body);
        settle(key, body).whenComplete((_, fault) -> {
            if (fault != null) {
                memory.open().givenUp(body, fault);
            }
        });
        return settlement;
    }

    /** Settles what could not be settled before; to be called every second or so. Completes with how much is left. */
    public CompletionStage<Integer> settleDue() {
        var open = memory.open();
        var tries = open.due().stream()
                .map(due -> settle(due.key(), due.body())
                        .exceptionally(fault -> {
                            LOG.error(
                                    "a charge of {} can never be made: {}",
                                    due.body().charged(),
                                    due.body(),
                                    fault);
                            open.givenUp(due.body(), fault);
                            return Optional.empty();
                        })
                        .toCompletableFuture())
                .toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(tries).thenApply(_ -> open.due().size());
    }

    /**
     * Ends the hold of a request that never went upstream, as if it had not been made; false when it holds nothing, or the
     * store cannot be asked: then {@link #takeBack} does it.
     */
    public CompletionStage<Boolean> release(Address key, Hash32 channelId, String requestId) {
        var was = memory.open().ended(channelId, requestId);
        return steps.run(MeterSteps.RELEASE, key, channelId, List.of(requestId, channelId.hex()))
                .thenApply(reply -> {
                    if (reply instanceof Answered<Answer>(var answer)) {
                        return answer.word().equals("RELEASED");
                    }
                    was.ifPresent(hold -> memory.open().doubted(new Doubted(hold, Instant.MIN, false)));
                    return false;
                });
    }

    /**
     * Ends holds that stand though nobody uses them, as the store did not answer in time; to be called every second or so.
     * Each is asked for twice, because what took it may still have been on its way the first time.
     */
    public CompletionStage<Void> takeBack() {
        return CompletableFuture.allOf(memory.open().doubtedUntil(clock.instant()).stream()
                .map(this::takeBack)
                .toArray(CompletableFuture[]::new));
    }

    private CompletableFuture<Void> takeBack(Doubted one) {
        var hold = one.hold();
        var channelId = hold.draft().channelId();
        var arguments = List.of(hold.draft().requestId(), channelId.hex(), hold.hold());
        return steps.run(MeterSteps.TAKE_BACK, hold.key(), channelId, arguments)
                .thenAccept(reply -> {
                    if (!(reply instanceof Answered<Answer>)) {
                        memory.open().doubted(one);
                    } else if (!one.last()) {
                        memory.open().doubted(new Doubted(hold, clock.instant().plus(ON_ITS_WAY), true));
                    }
                })
                .toCompletableFuture();
    }

    /**
     * Notes what a running request has cost so far, for the case that nothing more is heard of it, and gives it more time.
     *
     * @return false when the request must end now: it holds nothing any more, or its key was frozen as stolen
     */
    public CompletionStage<Boolean> progress(Address key, ReceiptBody draft, Instant deadline) {
        memory.open().noted(new OpenRequests.Running(key, draft, deadline));
        var arguments = List.of(
                draft.requestId(),
                draft.channelId().hex(),
                Long.toString(deadline.toEpochMilli()),
                key.lower(),
                ReceiptJson.text(draft));
        return steps.run(MeterSteps.PROGRESS, key, draft.channelId(), arguments)
                .thenApply(reply -> reply.map(UsageMeter::mayGoOn).orElse(true));
    }

    private static boolean mayGoOn(Answer answer) {
        return switch (answer.word()) {
            case "NOTED" -> answer.text(1).equals("0") || !answer.text(2).equals("STOLEN");
            default -> false;
        };
    }

    /** The receipt of a request settled within the last hour, and for up to two. */
    public CompletionStage<Optional<UsageReceipt>> outcome(Address key, Hash32 channelId, String requestId) {
        return steps.run(MeterSteps.OUTCOME, key, channelId, List.of(requestId, channelId.hex()))
                .thenCompose(reply -> reply instanceof Answered<Answer>(var answer)
                                && answer.word().equals("REPEATED")
                        ? memory.witness()
                                .of(key, answer.receipt(1), answer.epoch())
                                .thenApply(Optional::of)
                        : CompletableFuture.completedFuture(Optional.empty()));
    }

    /** Where a channel stands; empty when it is not known or the store cannot be asked. */
    public CompletionStage<Optional<ChannelState>> state(Address key, Hash32 channelId) {
        var ceiling = new Ceiling(key, channelId, Mode.WINDOW, 0, null);
        return steps.loading(ceiling, () -> steps.run(MeterSteps.STATE, key, channelId, List.of("", channelId.hex())))
                .thenApply(look -> look instanceof Served(var answer)
                        ? Optional.of(ChannelState.of(channelId, answer))
                        : Optional.<ChannelState>empty());
    }
}
