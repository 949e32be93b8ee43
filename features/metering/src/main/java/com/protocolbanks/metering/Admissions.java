package com.protocolbanks.metering;

import com.protocolbanks.evm.Bytes;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.metering.MeterSteps.Look;
import com.protocolbanks.metering.MeterSteps.NotServed;
import com.protocolbanks.metering.MeterSteps.Served;
import com.protocolbanks.metering.store.Answer;
import com.protocolbanks.x402.receipts.ReceiptJson;
import com.protocolbanks.x402.receipts.UsageReceipt;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Lets requests and vouchers in. */
final class Admissions {
    private final MeterSteps steps;
    private final ChargeGroups charges;
    private final UsageMeter.Memory memory;

    Admissions(MeterSteps steps, UsageMeter.Memory memory) {
        this.steps = steps;
        this.charges = new ChargeGroups(steps);
        this.memory = memory;
    }

    CompletionStage<Admission> hold(HoldRequest request) {
        var ceiling = request.ceiling();
        var held = admit(request, () -> {
            var arguments = arguments(request);
            return steps.loading(
                    ceiling, () -> steps.run(MeterSteps.HOLD, ceiling.key(), ceiling.channelId(), arguments));
        });
        return held.thenApply(admission -> {
            // the store may have held it all the same
            if (admission instanceof Admission.Refused refused && refused.refusal() == Refusal.STORE_UNSURE) {
                memory.open().doubted(new OpenRequests.Doubted(request.running(), Instant.MIN, false));
            }
            return admission;
        });
    }

    CompletionStage<Admission> charge(HoldRequest request) {
        if (!request.draft().charged().equals(request.draft().held())) {
            throw new IllegalArgumentException("a fixed price is charged whole");
        }
        return admit(request, () -> charges.charge(request));
    }

    private CompletionStage<Admission> admit(HoldRequest request, Supplier<CompletionStage<Look>> step) {
        if (!steps.isOpen() || !memory.journal().isWritable()) {
            return CompletableFuture.completedFuture(new Admission.Refused(Refusal.STORE_UNSURE, null));
        }
        return step.get().thenCompose(look -> switch (look) {
            case NotServed(var refusal) -> refused(refusal);
            case Served(var answer) -> admitted(answer, request);
        });
    }

    private static CompletionStage<Admission> refused(Refusal refusal) {
        return CompletableFuture.completedFuture(new Admission.Refused(refusal, null));
    }

    private CompletionStage<Admission> admitted(Answer answer, HoldRequest request) {
        var channelId = request.ceiling().channelId();
        return switch (answer.word()) {
            case "HELD" -> {
                // first the voucher: whoever rebuilds the store and finds this request running finds what pays for it
                var onDisk = promised(request.ceiling());
                yield memory.open().admitted(request, answer.epoch())
                        ? onDisk.thenApply(_ -> new Admission.Held(ChannelState.of(channelId, answer)))
                        : refused(Refusal.STORE_UNSURE);
            }
            case "CHARGED" -> {
                var state = ChannelState.of(channelId, answer);
                var receipt = new UsageReceipt(state.seq(), BigInteger.valueOf(state.spent()), request.draft());
                var onDisk = promised(request.ceiling());
                yield shown(receipt, request, answer.epoch())
                        .thenApply(admission -> admission instanceof Admission.Repeated
                                ? new Admission.Charged(receipt, state)
                                : admission)
                        .thenCompose(admission -> onDisk.thenApply(_ -> admission));
            }
            // who shows a receipt keeps what brings its channel in again
            case "REPEATED" ->
                promised(request.ceiling()).thenCompose(_ -> shown(answer.receipt(1), request, answer.epoch()));
            case "IN_PROGRESS" -> CompletableFuture.completedFuture(new Admission.InProgress());
            default ->
                CompletableFuture.completedFuture(new Admission.Refused(
                        Refusal.valueOf(answer.word()), answer.isLong() ? ChannelState.of(channelId, answer) : null));
        };
    }

    /** The receipt as one that may be shown; who is told that the store is unsure asks again under the same id. */
    private CompletionStage<Admission> shown(UsageReceipt receipt, HoldRequest request, long epoch) {
        return memory.witness()
                .of(request.ceiling().key(), receipt, epoch)
                .<Admission>thenApply(Admission.Repeated::new)
                .exceptionally(_ -> new Admission.Refused(Refusal.STORE_UNSURE, null));
    }

    private static List<String> arguments(HoldRequest request) {
        var ceiling = request.ceiling();
        var draft = request.draft();
        var proof = ceiling.proof();
        return List.of(
                draft.requestId(),
                ceiling.channelId().hex(),
                ceiling.mode().name(),
                draft.route(),
                draft.held().toString(),
                Long.toString(ceiling.amount()),
                proof == null ? "" : Bytes.hex(proof.signature().bytes()),
                Long.toString(request.deadline().toEpochMilli()),
                ceiling.key().lower(),
                ReceiptJson.text(draft));
    }

    CompletionStage<Acceptance> accept(Ceiling ceiling) {
        var proof = ceiling.proof();
        if (proof == null) {
            throw new IllegalArgumentException("a ceiling without its voucher");
        }
        var arguments = List.of(
                "",
                ceiling.channelId().hex(),
                Long.toString(ceiling.amount()),
                Bytes.hex(proof.signature().bytes()));
        return steps.loading(ceiling, () -> steps.run(MeterSteps.ACCEPT, ceiling.key(), ceiling.channelId(), arguments))
                .thenApply(look -> switch (look) {
                    case NotServed(var refusal) -> new Acceptance.Refused(refusal, null);
                    case Served(var answer) -> acceptance(answer, ceiling.channelId());
                })
                .thenCompose(acceptance -> acceptance instanceof Acceptance.Accepted
                        ? promised(ceiling).thenApply(_ -> acceptance)
                        : CompletableFuture.completedFuture(acceptance));
    }

    /**
     * Completes when the voucher, if there is one, is on disk: before the first byte that it pays for. One that was refused is
     * not written: what no store took is never kept elsewhere, and its file of the log could never go.
     */
    private CompletionStage<Void> promised(Ceiling ceiling) {
        var proof = ceiling.proof();
        return proof == null
                ? CompletableFuture.completedFuture(null)
                : memory.journal().append(new Journal.Entry.Promised(ceiling.key(), ceiling.amount(), proof));
    }

    private static Acceptance acceptance(Answer answer, Hash32 channelId) {
        var state = ChannelState.of(channelId, answer);
        return answer.word().equals("ACCEPTED")
                ? new Acceptance.Accepted(state)
                : new Acceptance.Refused(Refusal.valueOf(answer.word()), state);
    }
}
