package com.protocolbanks.metering;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Bytes;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.redis.RedisReply;
import com.protocolbanks.redis.RedisReply.Answered;
import com.protocolbanks.redis.RedisScript;
import com.protocolbanks.x402.receipts.ReceiptBody;
import com.protocolbanks.x402.receipts.ReceiptJson;
import com.protocolbanks.x402.receipts.UsageReceipt;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Admits requests and charges them; used by all threads of a gateway, none of which it holds up. */
public final class UsageMeter {
    private static final Logger LOG = LoggerFactory.getLogger(UsageMeter.class);

    private final MeterStore store;
    private final Loader loader;
    private final Journal journal;
    private final Clock clock;
    private final OpenRequests open;

    public UsageMeter(MeterStore store, Loader loader, Journal journal, OpenRequests open, Clock clock) {
        this.store = store;
        this.loader = loader;
        this.journal = journal;
        this.open = open;
        this.clock = clock;
    }

    /** Holds the most a request can cost, if it may go ahead. A new voucher is on disk before the answer. */
    public CompletionStage<Admission> hold(HoldRequest request) {
        return admit(MeterScripts.HOLD, request, List.of());
    }

    /** Charges a request of fixed price in the same step that admits it; its draft is its receipt. */
    public CompletionStage<Admission> charge(HoldRequest request) {
        if (!request.draft().charged().equals(request.draft().held())) {
            throw new IllegalArgumentException("a fixed price is charged whole");
        }
        return admit(
                MeterScripts.CHARGE,
                request,
                List.of(request.draft().digest().hex(), Long.toString(2 * ShardKeys.REMEMBERED)));
    }

    private CompletionStage<Admission> admit(
            RedisScript<List<@Nullable Object>> script, HoldRequest request, List<String> more) {
        if (!store.isOpen() || !journal.isWritable()) {
            return CompletableFuture.completedFuture(new Admission.Refused(Refusal.STORE_UNSURE, null));
        }
        var ceiling = request.ceiling();
        var proof = ceiling.proof();
        CompletionStage<Void> onDisk = proof == null
                ? CompletableFuture.completedFuture(null)
                : journal.append(new Journal.Entry.Promised(ceiling.key(), ceiling.amount(), proof));
        return asked(script, request, more)
                .thenCompose(admission -> onDisk.thenApply(_ -> admission))
                .thenCompose(admission -> kept(admission, request));
    }

    private CompletionStage<Admission> kept(Admission admission, HoldRequest request) {
        return switch (admission) {
            case Admission.Held _ -> {
                open.admitted(request);
                yield CompletableFuture.completedFuture(admission);
            }
            case Admission.Charged charged ->
                journal.appendCharge(new Journal.Entry.Charged(request.ceiling().key(), charged.receipt()))
                        .thenApply(_ -> admission);
            case Admission.Repeated _, Admission.InProgress _, Admission.Refused _ ->
                CompletableFuture.completedFuture(admission);
        };
    }

    private CompletionStage<Admission> asked(
            RedisScript<List<@Nullable Object>> script, HoldRequest request, List<String> more) {
        var ceiling = request.ceiling();
        var arguments = arguments(request, more);
        return loading(ceiling, () -> run(script, ceiling.key(), ceiling.channelId(), arguments))
                .thenApply(look -> switch (look) {
                    case NotServed(var refusal) -> new Admission.Refused(refusal, null);
                    case Served(var answer) -> admission(answer, request);
                });
    }

    /**
     * Takes a voucher that is ahead of what is spent, for a session; one that is lower than the highest changes nothing.
     * It is on disk before the answer.
     *
     * @throws IllegalArgumentException for a ceiling without its voucher
     */
    public CompletionStage<Acceptance> accept(Ceiling ceiling) {
        var proof = ceiling.proof();
        if (proof == null) {
            throw new IllegalArgumentException("a ceiling without its voucher");
        }
        var onDisk = journal.append(new Journal.Entry.Promised(ceiling.key(), ceiling.amount(), proof));
        var arguments = List.of(
                "",
                ceiling.channelId().hex(),
                Long.toString(ceiling.amount()),
                Bytes.hex(proof.signature().bytes()));
        return loading(ceiling, () -> run(MeterScripts.ACCEPT, ceiling.key(), ceiling.channelId(), arguments))
                .thenApply(look -> switch (look) {
                    case NotServed(var refusal) -> new Acceptance.Refused(refusal, null);
                    case Served(var answer) -> acceptance(answer, ceiling.channelId());
                })
                .thenCompose(acceptance -> onDisk.thenApply(_ -> acceptance));
    }

    private static Acceptance acceptance(Answer answer, Hash32 channelId) {
        return answer.word().equals("ACCEPTED")
                ? new Acceptance.Accepted(answer.state(channelId))
                : new Acceptance.Refused(Refusal.valueOf(answer.word()), answer.state(channelId));
    }

    /** Runs a step, and once more after what it lacked was loaded. */
    private CompletionStage<Look> loading(Ceiling ceiling, Supplier<CompletionStage<RedisReply<Answer>>> step) {
        var config = ceiling.proof() == null ? null : ceiling.proof().config();
        return step.get().thenCompose(first -> {
            if (!lacks(first)) {
                return CompletableFuture.completedFuture(look(first));
            }
            return loader.load(ceiling.key(), ceiling.channelId(), config).thenCompose(loaded -> switch (loaded) {
                case READY -> step.get().thenApply(UsageMeter::look);
                case KEY_UNKNOWN -> CompletableFuture.completedFuture(new NotServed(Refusal.KEY_UNKNOWN));
                case CHANNEL_UNKNOWN -> CompletableFuture.completedFuture(new NotServed(Refusal.CHANNEL_UNKNOWN));
                case AWAY -> CompletableFuture.completedFuture(new NotServed(Refusal.STORE_UNSURE));
            });
        });
    }

    private static boolean lacks(RedisReply<Answer> reply) {
        return reply instanceof Answered<Answer>(var answer)
                && (answer.word().equals("NO_KEY") || answer.word().equals("NO_CHANNEL"));
    }

    private sealed interface Look {}

    private record Served(Answer answer) implements Look {}

    private record NotServed(Refusal refusal) implements Look {}

    private static Look look(RedisReply<Answer> reply) {
        return lacks(reply)
                ? new NotServed(Refusal.CHANNEL_UNKNOWN)
                : reply.<Look>map(Served::new).orElse(new NotServed(Refusal.STORE_UNSURE));
    }

    private static List<String> arguments(HoldRequest request, List<String> more) {
        var ceiling = request.ceiling();
        var draft = request.draft();
        var proof = ceiling.proof();
        var arguments = new ArrayList<>(List.of(
                draft.requestId(),
                ceiling.channelId().hex(),
                ceiling.mode().name(),
                draft.route(),
                draft.held().toString(),
                Long.toString(ceiling.amount()),
                proof == null ? "" : Bytes.hex(proof.signature().bytes()),
                Long.toString(request.deadline().toEpochMilli()),
                ceiling.key().lower(),
                ReceiptJson.text(draft)));
        arguments.addAll(more);
        return arguments;
    }

    private static Admission admission(Answer answer, HoldRequest request) {
        var channelId = request.ceiling().channelId();
        return switch (answer.word()) {
            case "HELD" -> new Admission.Held(answer.state(channelId));
            case "CHARGED" -> {
                var state = answer.state(channelId);
                yield new Admission.Charged(
                        new UsageReceipt(state.seq(), BigInteger.valueOf(state.spent()), request.draft()), state);
            }
            case "REPEATED" -> new Admission.Repeated(answer.receipt());
            case "IN_PROGRESS" -> new Admission.InProgress();
            default ->
                new Admission.Refused(
                        Refusal.valueOf(answer.word()), answer.hasState() ? answer.state(channelId) : null);
        };
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
        return run(MeterScripts.SETTLE, key, body.channelId(), arguments).thenCompose(reply -> {
            var receipt = reply.map(answer -> settled(answer, body)).orElse(Optional.empty());
            if (receipt.isPresent()) {
                open.ended(body.channelId(), body.requestId());
                return journal.appendCharge(new Journal.Entry.Charged(key, receipt.get()))
                        .thenApply(_ -> receipt);
            }
            return open.isDue(new OpenRequests.Due(key, body))
                    ? journal.append(new Journal.Entry.Due(key, body)).thenApply(_ -> receipt)
                    : CompletableFuture.completedFuture(receipt);
        });
    }

    /** Settles what could not be settled before; to be called every second or so. Completes with how much is left. */
    public CompletionStage<Integer> settleDue() {
        var tries = open.due().stream()
                .map(due -> settle(due.key(), due.body())
                        .exceptionally(fault -> {
                            LOG.error(
                                    "a charge of {} can never be made: {}",
                                    due.body().charged(),
                                    due.body(),
                                    fault);
                            open.ended(due.body().channelId(), due.body().requestId());
                            return Optional.empty();
                        })
                        .toCompletableFuture())
                .toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(tries).thenApply(_ -> open.due().size());
    }

    private static Optional<UsageReceipt> settled(Answer answer, ReceiptBody body) {
        return switch (answer.word()) {
            case "SETTLED" ->
                Optional.of(new UsageReceipt(answer.number(1), BigInteger.valueOf(answer.number(2)), body));
            case "REPEATED" -> Optional.of(answer.receipt());
            default -> throw new IllegalStateException("cannot settle " + body.requestId() + ": " + answer.word());
        };
    }

    /** Ends the hold of a request that never went upstream, as if it had not been made; false when it holds nothing. */
    public CompletionStage<Boolean> release(Address key, Hash32 channelId, String requestId) {
        open.ended(channelId, requestId);
        return run(MeterScripts.RELEASE, key, channelId, List.of(requestId, channelId.hex()))
                .thenApply(reply ->
                        reply.map(answer -> answer.word().equals("RELEASED")).orElse(false));
    }

    /**
     * Notes what a running request has cost so far, for the case that nothing more is heard of it, and gives it more time.
     *
     * @return false when the request must end now: it holds nothing any more, or its key was frozen as stolen
     */
    public CompletionStage<Boolean> progress(Address key, ReceiptBody draft, Instant deadline) {
        open.noted(new OpenRequests.Running(key, draft, deadline));
        var arguments = List.of(
                draft.requestId(),
                draft.channelId().hex(),
                Long.toString(deadline.toEpochMilli()),
                key.lower(),
                ReceiptJson.text(draft));
        return run(MeterScripts.PROGRESS, key, draft.channelId(), arguments)
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
        return run(MeterScripts.OUTCOME, key, channelId, List.of(requestId, channelId.hex()))
                .thenApply(reply -> reply.map(answer -> answer.word().equals("REPEATED")
                                ? Optional.of(answer.receipt())
                                : Optional.<UsageReceipt>empty())
                        .orElse(Optional.empty()));
    }

    /** Where a channel stands; empty when it is not known or the store cannot be asked. */
    public CompletionStage<Optional<ChannelState>> state(Address key, Hash32 channelId) {
        var ceiling = new Ceiling(key, channelId, Mode.WINDOW, 0, null);
        return loading(ceiling, () -> run(MeterScripts.STATE, key, channelId, List.of("", channelId.hex())))
                .thenApply(look -> look instanceof Served(var answer)
                        ? Optional.of(answer.state(channelId))
                        : Optional.<ChannelState>empty());
    }

    /** @param arguments from the request's id on */
    private CompletionStage<RedisReply<Answer>> run(
            RedisScript<List<@Nullable Object>> script, Address key, Hash32 channelId, List<String> arguments) {
        var now = clock.instant();
        var whole = new ArrayList<String>(arguments.size() + 1);
        whole.add(Long.toString(now.toEpochMilli()));
        whole.addAll(arguments);
        return store.run(script, keys(key, channelId, now), whole);
    }

    private static List<String> keys(Address key, Hash32 channelId, Instant now) {
        var shard = ShardKeys.of(key);
        return List.of(
                shard.epoch(),
                shard.key(key),
                shard.channel(channelId),
                shard.holds(channelId),
                shard.done(channelId, now),
                shard.doneBefore(channelId, now),
                shard.deadlines(),
                shard.receipts(),
                shard.tail(channelId));
    }
}
