package com.protocolbanks.gateway.calls;

import com.protocolbanks.gateway.admission.Digests;
import com.protocolbanks.gateway.errors.Dialect;
import com.protocolbanks.gateway.errors.Problem;
import com.protocolbanks.gateway.http.Answer;
import com.protocolbanks.gateway.upstream.UpstreamFault;
import com.protocolbanks.x402.receipts.Outcome;
import com.protocolbanks.x402.receipts.UsageReceipt;
import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** An answer that is delivered when it is whole and billed, so that its header can carry the receipt. */
final class WholeAnswer implements Relay {
    private static final int LARGEST = 32 * 1024 * 1024;

    private final PaidCall call;
    private final PaidCall.Head head;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    WholeAnswer(PaidCall call, PaidCall.Head head) {
        this.call = call;
        this.head = head;
    }

    @Override
    public void part(ByteBuf part) {
        byte[] bytes = new byte[part.readableBytes()];
        part.readBytes(bytes);
        body.writeBytes(bytes);
        if (body.size() > LARGEST) {
            call.cancelUpstream();
            call.giveUp(UpstreamFault.CUT);
        }
    }

    @Override
    public void end() {
        var answer = new Answer(head.status(), AnswerHeaders.of(head.headers()), body.toByteArray());
        if (isFree()) {
            pass(answer);
        } else {
            charge(answer);
        }
    }

    /**
     * A refused or failed request costs nothing, nor does one that was sent elsewhere; at a plain route an answer is an
     * answer, unless the server failed.
     */
    private boolean isFree() {
        int worst = call.asked().surface().dialect() == Dialect.PLAIN ? 500 : 300;
        return head.status() >= worst;
    }

    private void pass(Answer answer) {
        call.over();
        call.bill()
                .release(UpstreamFault.CUT)
                .whenComplete((_, _) -> call.exchange().loop().execute(() -> {
                    if (!call.exchange().gone()) {
                        call.exchange().answer(Receipts.uncharged(answer, call.bill()));
                    }
                }));
    }

    private void charge(Answer answer) {
        var surface = call.asked().surface();
        var reported = surface.usage(json(answer.body()));
        var usage = reported.orElseGet(() -> call.asked().quote().estimate(answer.body().length));
        boolean gone = call.exchange().gone();
        var outcome = gone ? Outcome.CLIENT_GONE : reported.isEmpty() ? Outcome.UPSTREAM_CUT : Outcome.DELIVERED;
        var body = call.bill().body(usage, Digests.sha256(Billed.covered(answer.body(), call)), outcome);
        call.over();
        call.bill().settle(body, receipt -> deliver(answer, receipt));
    }

    private void deliver(Answer answer, Optional<UsageReceipt> receipt) {
        if (receipt.isEmpty()) {
            if (!call.exchange().gone()) {
                call.exchange().answer(call.asked().surface().dialect().answer(Problem.storeUnsure()));
            }
            return;
        }
        var paid = receipt.get();
        var complete = Receipts.charged(Billed.in(answer, call, paid), call.bill(), paid);
        if (call.bill().admitted().named()) {
            // On its way to the store before the answer is: who asks again comes after it.
            call.desk().replies().keep(call.bill().admitted().ceiling().key(), paid.body(), complete);
        }
        answer(complete);
    }

    private void answer(Answer complete) {
        if (!call.exchange().gone()) {
            call.exchange().answer(complete);
        }
    }

    private static JsonNode json(byte[] bytes) {
        try {
            return JsonMapper.shared().readTree(bytes);
        } catch (JacksonException _) {
            return MissingNode.getInstance();
        }
    }

    @Override
    public void failed(UpstreamFault fault) {
        // Nothing of it has been delivered, and half an answer is none.
        call.giveUp(fault);
    }

    @Override
    public void gone() {
        // it is read to its end all the same
    }

    @Override
    public boolean isBilled() {
        return false;
    }

    @Override
    public long textBytes() {
        return 0;
    }

    @Override
    public void cut() {
        call.giveUp(UpstreamFault.CUT);
    }
}
