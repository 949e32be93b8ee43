package com.protocolbanks.gateway.calls;

import com.protocolbanks.evm.Hash32;
import com.protocolbanks.gateway.admission.Digests;
import com.protocolbanks.gateway.errors.Problem;
import com.protocolbanks.gateway.streams.SseEvent;
import com.protocolbanks.gateway.streams.SseSplitter;
import com.protocolbanks.gateway.streams.StreamMeter;
import com.protocolbanks.gateway.upstream.UpstreamFault;
import com.protocolbanks.x402.receipts.Outcome;
import com.protocolbanks.x402.receipts.ReceiptBody;
import com.protocolbanks.x402.receipts.ReceiptJson;
import com.protocolbanks.x402.receipts.UsageReceipt;
import com.protocolbanks.x402.wire.PaymentHeaders;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** A streamed answer: events are passed on as they come, the last one after the bill. */
final class EventAnswer implements Relay {
    private final PaidCall call;
    private final StreamMeter meter;
    private final SseSplitter splitter = new SseSplitter();
    private final MessageDigest delivered = Digests.begin();
    private final Transcript transcript = new Transcript();
    private final Queue<byte[]> early = new ArrayDeque<>();
    private final Map<String, String> headers;
    private boolean begun;
    private boolean billed;
    private @Nullable SseEvent last;

    EventAnswer(PaidCall call, StreamMeter meter, PaidCall.Head head) {
        this.call = call;
        this.meter = meter;
        this.headers = AnswerHeaders.of(head.headers());
        headers.put(Receipts.REQUEST_ID, call.bill().admitted().draft().requestId());
        headers.put("pb-held", call.bill().admitted().draft().held().toString());
        if (call.isPaidBeforehand()) {
            payBeforehand(head.status());
        } else {
            begin(head.status());
        }
    }

    /** A voucher of its own pays the whole amount before the first event: afterwards no header could say what was charged. */
    private void payBeforehand(int status) {
        var body = call.bill().wholeHold();
        billed = true;
        call.bill().settle(body, receipt -> {
            if (receipt.isEmpty()) {
                call.cancelUpstream();
                call.over();
                if (!call.exchange().gone()) {
                    call.exchange().answer(call.asked().surface().dialect().answer(Problem.storeUnsure()));
                }
                return;
            }
            headers.put(
                    PaymentHeaders.RESPONSE.toLowerCase(Locale.ROOT),
                    call.bill().response(receipt.get()).toHeader());
            begin(status);
        });
    }

    private void begin(int status) {
        begun = true;
        if (!call.exchange().gone()) {
            call.exchange().begin(status, headers);
        }
        while (!early.isEmpty()) {
            write(early.remove());
        }
        if (last != null && isPaidUp()) {
            finish(last.raw());
        }
    }

    private boolean isPaidUp() {
        return call.isPaidBeforehand();
    }

    @Override
    public void part(ByteBuf part) {
        try {
            for (var event : splitter.feed(part)) {
                see(event);
            }
        } catch (IllegalArgumentException _) {
            call.cancelUpstream();
            failed(UpstreamFault.CUT);
        }
    }

    private void see(SseEvent event) {
        if (last != null) {
            return;
        }
        switch (meter.see(event)) {
            case PASS -> pass(event.raw());
            case HIDE -> {
                // the client did not ask for it
            }
            case LAST -> {
                last = event;
                bill(whole());
            }
        }
    }

    private Outcome whole() {
        return call.exchange().gone()
                ? Outcome.CLIENT_GONE
                : meter.usage().isEmpty() ? Outcome.UPSTREAM_CUT : Outcome.DELIVERED;
    }

    private void pass(byte[] bytes) {
        if (begun) {
            write(bytes);
        } else {
            early.add(bytes);
        }
    }

    /** What the client has left behind is part of the answer too: asking again under the same id delivers it. */
    private void write(byte[] bytes) {
        delivered.update(bytes);
        transcript.add(bytes);
        send(bytes);
    }

    private void send(byte[] bytes) {
        if (bytes.length > 0 && !call.exchange().gone()) {
            call.exchange().send(Unpooled.wrappedBuffer(bytes));
        }
    }

    @Override
    public void end() {
        if (last == null) {
            pass(splitter.rest());
            last = new SseEvent(new byte[0], "", "");
            bill(meter.usage().isEmpty() ? Outcome.UPSTREAM_CUT : whole());
        }
    }

    @Override
    public void failed(UpstreamFault fault) {
        if (last == null) {
            last = new SseEvent(new byte[0], "", "");
            bill(call.exchange().gone() ? Outcome.CLIENT_GONE : Outcome.UPSTREAM_CUT);
        }
    }

    @Override
    public void gone() {
        // the events are read on: the last ones say what is to be paid
    }

    @Override
    public boolean isBilled() {
        return billed;
    }

    @Override
    public long textBytes() {
        return meter.textBytes();
    }

    @Override
    public void cut() {
        if (last == null) {
            last = new SseEvent(new byte[0], "", "");
            bill(Outcome.CUT);
        }
    }

    private void bill(Outcome outcome) {
        call.over();
        if (billed) {
            if (begun) {
                finish(last == null ? new byte[0] : last.raw());
            }
            return;
        }
        billed = true;
        call.bill().settle(body(outcome), this::close);
    }

    private ReceiptBody body(Outcome outcome) {
        var usage = meter.usage().orElseGet(() -> call.asked().quote().estimate(meter.textBytes()));
        if (last != null) {
            delivered.update(meter.covered(last));
        }
        return call.bill().body(usage, new Hash32(delivered.digest()), outcome);
    }

    private void close(Optional<UsageReceipt> receipt) {
        if (receipt.isEmpty() || last == null) {
            call.exchange().cut();
            return;
        }
        var comments = new StringBuilder(": receipt ")
                .append(ReceiptJson.text(receipt.get()))
                .append("\n\n");
        call.bill()
                .head()
                .ifPresent(head -> comments.append(": head ").append(head).append("\n\n"));
        byte[] end = meter.close(last, call.bill().response(receipt.get()).toJson());
        transcript.add(comments.toString().getBytes(StandardCharsets.UTF_8));
        transcript.add(end);
        send(comments.toString().getBytes(StandardCharsets.UTF_8));
        transcript.keep(call, receipt.get(), headers);
        finish(end);
    }

    private void finish(byte[] bytes) {
        send(bytes);
        if (!call.exchange().gone()) {
            call.exchange().end();
        }
    }
}
