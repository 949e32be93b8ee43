package com.protocolbanks.metering;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Bytes;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.metering.MeterSteps.Look;
import com.protocolbanks.metering.MeterSteps.NotServed;
import com.protocolbanks.metering.MeterSteps.Served;
import com.protocolbanks.metering.store.Answer;
import com.protocolbanks.metering.store.ShardKeys;
import com.protocolbanks.x402.receipts.ReceiptJson;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Charges of fixed prices. Those of one channel that come while another is on its way wait for it and go together after it: in
 * one step of Redis, which charges them one after the other, as if each had come alone.
 */
final class ChargeGroups {
    private static final int MOST = 128;
    /** Behind the word of the whole: where key and channel stand at its end, as {@link ChannelState#of} reads it. */
    private static final int STATE = 15;

    private static final int EACH = 4;
    private static final int KEY_SPENT = 2;
    private static final int SPENT = 8;
    private static final int SEQ = 10;

    private final MeterSteps steps;
    private final Map<Line, Queue<Waiting>> lines = new ConcurrentHashMap<>();

    ChargeGroups(MeterSteps steps) {
        this.steps = steps;
    }

    private record Line(Address key, Hash32 channelId) {}

    private record Waiting(HoldRequest request, CompletableFuture<Look> look) {}

    /** Answers with a word and where key and channel stood, or with {@code REPEATED} and a receipt. */
    CompletionStage<Look> charge(HoldRequest request) {
        var one = new Waiting(request, new CompletableFuture<>());
        if (request.ceiling().proof() == null && request.ceiling().mode() == Mode.WINDOW) {
            join(one);
        } else {
            send(List.of(one), () -> {});
        }
        return one.look();
    }

    private void join(Waiting one) {
        var line =
                new Line(one.request().ceiling().key(), one.request().ceiling().channelId());
        boolean[] first = {false};
        lines.compute(line, (_, waiting) -> {
            if (waiting == null) {
                first[0] = true;
                return new ArrayDeque<>();
            }
            waiting.add(one);
            return waiting;
        });
        if (first[0]) {
            send(List.of(one), () -> next(line));
        }
    }

    private void next(Line line) {
        var group = new ArrayList<Waiting>();
        lines.computeIfPresent(line, (_, waiting) -> {
            while (!waiting.isEmpty() && group.size() < MOST) {
                group.add(waiting.remove());
            }
            return group.isEmpty() ? null : waiting;
        });
        if (!group.isEmpty()) {
            send(group, () -> next(line));
        }
    }

    /** All of one channel, and only one of them if it brings a voucher. */
    private void send(List<Waiting> group, Runnable afterwards) {
        var ceiling = group.getFirst().request().ceiling();
        var arguments = arguments(group);
        asked(ceiling, arguments).whenComplete((look, fault) -> {
            // the next go out first: what is done with an answer may take a while
            afterwards.run();
            tell(group, look, fault);
        });
    }

    /** A fault of whatever kind is an answer too: nobody behind may wait for one that never comes. */
    private CompletionStage<Look> asked(Ceiling ceiling, List<String> arguments) {
        try {
            return steps.loading(
                    ceiling, () -> steps.run(MeterSteps.CHARGE, ceiling.key(), ceiling.channelId(), arguments));
        } catch (RuntimeException fault) {
            return CompletableFuture.failedFuture(fault);
        }
    }

    private static List<String> arguments(List<Waiting> group) {
        var channelId = group.getFirst().request().ceiling().channelId();
        var arguments = new ArrayList<String>();
        arguments.add(Long.toString(2 * ShardKeys.REMEMBERED));
        arguments.add(channelId.hex());
        for (var one : group) {
            var ceiling = one.request().ceiling();
            var draft = one.request().draft();
            var proof = ceiling.proof();
            arguments.add(draft.requestId());
            arguments.add(ceiling.mode().name());
            arguments.add(draft.route());
            arguments.add(draft.held().toString());
            arguments.add(Long.toString(ceiling.amount()));
            arguments.add(proof == null ? "" : Bytes.hex(proof.signature().bytes()));
            arguments.add(draft.digest().hex());
            arguments.add(ReceiptJson.text(draft));
        }
        return arguments;
    }

    private static void tell(List<Waiting> group, @Nullable Look look, @Nullable Throwable fault) {
        for (int i = 0; i < group.size(); i++) {
            var one = group.get(i).look();
            switch (look) {
                case null -> one.completeExceptionally(fault == null ? new IllegalStateException("no answer") : fault);
                case NotServed refused -> one.complete(refused);
                case Served(var answer) -> one.complete(new Served(of(answer, i)));
            }
        }
    }

    /** The answer as if that one had come alone. */
    private static Answer of(Answer whole, int number) {
        int at = STATE + number * EACH;
        if (whole.text(at).equals("REPEATED")) {
            return new Answer(whole.parts().subList(at, at + 2), whole.epoch());
        }
        List<@Nullable Object> parts = new ArrayList<>(whole.parts().subList(0, STATE));
        parts.set(0, whole.parts().get(at));
        parts.set(SPENT, whole.parts().get(at + 1));
        parts.set(SEQ, whole.parts().get(at + 2));
        parts.set(KEY_SPENT, whole.parts().get(at + 3));
        return new Answer(parts, whole.epoch());
    }
}
