package com.protocolbanks.gateway.calls;

import com.protocolbanks.evm.Hash32;
import com.protocolbanks.gateway.admission.Door;
import com.protocolbanks.gateway.admission.Entry.Admitted;
import com.protocolbanks.gateway.admission.Terms;
import com.protocolbanks.gateway.pricing.Quote;
import com.protocolbanks.gateway.upstream.UpstreamFault;
import com.protocolbanks.metering.ChannelState;
import com.protocolbanks.x402.receipts.Outcome;
import com.protocolbanks.x402.receipts.ReceiptBody;
import com.protocolbanks.x402.receipts.ReceiptJson;
import com.protocolbanks.x402.receipts.Usage;
import com.protocolbanks.x402.receipts.UsageReceipt;
import com.protocolbanks.x402.wire.ChannelSnapshot;
import com.protocolbanks.x402.wire.PaymentResponse;
import io.netty.channel.EventLoop;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.util.RawValue;

/** One call's bill; written once, whatever becomes of the call. */
final class Bill {
    /** How long an answer waits for its receipt: longer than a store is usually rebuilt. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Desk desk;
    private final Quote quote;
    private final Admitted admitted;
    private final EventLoop loop;

    Bill(Desk desk, Quote quote, Admitted admitted, EventLoop loop) {
        this.desk = desk;
        this.quote = quote;
        this.admitted = admitted;
        this.loop = loop;
    }

    Admitted admitted() {
        return admitted;
    }

    /** Charged is what it cost, at most what was held; the rest is the gateway's loss, and said. */
    ReceiptBody body(Usage usage, Hash32 responseDigest, Outcome outcome) {
        return body(usage, quote.charge(usage, admitted.token().decimals()), responseDigest, outcome);
    }

    /** The whole of what was held, for a stream that is paid before it begins. */
    ReceiptBody wholeHold() {
        return body(Usage.NONE, admitted.draft().held(), Hash32.ZERO, Outcome.DELIVERED);
    }

    private ReceiptBody body(Usage usage, BigInteger cost, Hash32 responseDigest, Outcome outcome) {
        var draft = admitted.draft();
        var charged = cost.min(draft.held());
        return new ReceiptBody(
                draft.channelId(),
                draft.requestId(),
                desk.clock().instant(),
                draft.route(),
                draft.model(),
                draft.requestDigest(),
                responseDigest,
                usage,
                draft.priceVersion(),
                draft.held(),
                charged,
                cost.subtract(charged),
                outcome);
    }

    /**
     * Charges, and tells the loop. While the store is away that is waited for, so that whoever waits for the answer gets it
     * with its receipt; after a while the loop hears of nothing, and the meter goes on by itself.
     */
    void settle(ReceiptBody body, Consumer<Optional<UsageReceipt>> then) {
        var _ = desk.meter()
                .settleAtLast(admitted.ceiling().key(), body)
                .toCompletableFuture()
                .copy()
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .whenComplete((receipt, fault) -> loop.execute(() -> {
                    if (fault == null) {
                        desk.watch().settled(body);
                        then.accept(Optional.of(receipt));
                    } else {
                        desk.watch().unsettled(body);
                        then.accept(Optional.empty());
                    }
                }));
    }

    /** Nothing was delivered, nothing is charged. */
    CompletionStage<Boolean> release(UpstreamFault fault) {
        desk.watch().released(quote.route(), fault);
        return desk.meter()
                .release(
                        admitted.ceiling().key(),
                        admitted.ceiling().channelId(),
                        admitted.draft().requestId());
    }

    /** Tells the store what is due so far; false when the call has to end now. */
    CompletionStage<Boolean> progress(long textBytes) {
        var usage = textBytes == 0 ? Usage.NONE : quote.atLeast(textBytes);
        var due = body(
                usage,
                textBytes == 0
                        ? BigInteger.ZERO
                        : quote.charge(usage, admitted.token().decimals()),
                Hash32.ZERO,
                Outcome.EXPIRED);
        return desk.meter()
                .progress(admitted.ceiling().key(), due, desk.clock().instant().plus(Door.HOLD))
                .exceptionallyCompose(_ -> CompletableFuture.completedFuture(true));
    }

    /** What goes into {@code PAYMENT-RESPONSE}. */
    PaymentResponse response(UsageReceipt receipt) {
        return response(Optional.of(receipt), receipt.spent(), receipt.body().charged());
    }

    /** The same when nothing was charged. */
    PaymentResponse uncharged() {
        return response(Optional.empty(), BigInteger.valueOf(admitted.state().spent()), BigInteger.ZERO);
    }

    private PaymentResponse response(Optional<UsageReceipt> receipt, BigInteger spent, BigInteger charged) {
        var deposit = admitted.deposit();
        var proof = admitted.ceiling().proof();
        return new PaymentResponse(
                true,
                "",
                deposit == null ? "" : deposit.transaction(),
                desk.terms().chain(),
                proof == null ? null : proof.config().payer(),
                deposit == null ? null : deposit.amount(),
                charged,
                snapshot(admitted.state(), spent),
                receipt.map(Bill::json).orElse(null),
                head().orElse(null));
    }

    /** As it is written, and not to be read: for an answer. */
    private static JsonNode json(UsageReceipt receipt) {
        return JsonNodeFactory.instance.rawValueNode(new RawValue(ReceiptJson.text(receipt)));
    }

    Optional<JsonNode> head() {
        return desk.heads().newest(admitted.ceiling().key(), admitted.ceiling().channelId());
    }

    private static ChannelSnapshot snapshot(ChannelState state, BigInteger spent) {
        var before = Terms.snapshot(state);
        return new ChannelSnapshot(
                before.channelId(),
                before.balance(),
                before.claimed(),
                before.withdrawRequestedAt(),
                before.refundNonce(),
                spent,
                before.held());
    }
}
