package com.protocolbanks.gateway.account;

import com.protocolbanks.evm.Hash32;
import com.protocolbanks.gateway.errors.Dialect;
import com.protocolbanks.gateway.errors.Problem;
import com.protocolbanks.gateway.http.Answer;
import com.protocolbanks.gateway.http.Exchange;
import com.protocolbanks.gateway.kept.Heads;
import com.protocolbanks.metering.ChannelState;
import com.protocolbanks.metering.UsageMeter;
import com.protocolbanks.metering.sessions.Session;
import com.protocolbanks.metering.sessions.Sessions;
import com.protocolbanks.x402.receipts.ReceiptJson;
import com.protocolbanks.x402.receipts.UsageReceipt;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import tools.jackson.databind.json.JsonMapper;

/** An agent's own receipts, and the signed heads over them. */
public final class ReceiptRoutes {
    public static final String ONE = "/v1/receipts/";
    public static final String HEADS = "/v1/heads/";

    private final Caller caller;
    private final UsageMeter meter;
    private final Heads heads;
    private final ReceiptPages pages;

    public ReceiptRoutes(Sessions sessions, UsageMeter meter, Heads heads, ReceiptPages pages) {
        this.caller = new Caller(sessions);
        this.meter = meter;
        this.heads = heads;
        this.pages = pages;
    }

    /** {@code GET /v1/receipts/{requestId}}: of a request settled within the last hour. */
    public void one(Exchange exchange) {
        asked(exchange, session -> {
            var id = exchange.request().path().substring(ONE.length());
            return meter.outcome(session.key(), session.channelId(), id)
                    .thenApply(found -> found.map(receipt -> one(session, receipt))
                            .orElseGet(() -> Dialect.PLAIN.answer(
                                    new Problem(404, "no_receipt", "No receipt of this request is at hand."))));
        });
    }

    private Answer one(Session session, UsageReceipt receipt) {
        var json = JsonMapper.shared().createObjectNode();
        json.set("receipt", ReceiptJson.write(receipt));
        heads.newest(session.key(), session.channelId()).ifPresent(head -> json.set("head", head));
        return Caller.json(200, json);
    }

    /** {@code GET /v1/receipts?channel=&after=}: in order, behind a seq. */
    public void page(Exchange exchange) {
        asked(exchange, session -> {
            var query = new QueryStringDecoder(exchange.request().query(), false).parameters();
            var channel = query.getOrDefault(
                            "channel", List.of(session.channelId().hex()))
                    .getFirst();
            long after;
            try {
                after = Long.parseLong(query.getOrDefault("after", List.of("0")).getFirst());
            } catch (NumberFormatException _) {
                return now(Dialect.PLAIN.answer(Problem.badRequest("after is not a number.")));
            }
            if (!isOwn(session, channel)) {
                return now(Dialect.PLAIN.answer(notOwn()));
            }
            // asked for its state, the channel is brought in where it is not: after a loss of Redis
            return meter.state(session.key(), session.channelId())
                    .thenCompose(_ -> pages.after(session.key(), session.channelId(), after))
                    .thenApply(ReceiptRoutes::page);
        });
    }

    private static Answer page(List<UsageReceipt> receipts) {
        var json = JsonMapper.shared().createObjectNode();
        var list = json.putArray("receipts");
        receipts.forEach(receipt -> list.add(ReceiptJson.write(receipt)));
        return Caller.json(200, json);
    }

    /** {@code GET /v1/heads/{channelId}}: over every receipt so far, signed now. */
    public void head(Exchange exchange) {
        asked(exchange, session -> {
            if (!isOwn(session, exchange.request().path().substring(HEADS.length()))) {
                return now(Dialect.PLAIN.answer(notOwn()));
            }
            return meter.state(session.key(), session.channelId())
                    .thenCompose(state -> state.map(known -> head(session, known))
                            .orElseGet(() -> now(Dialect.PLAIN.answer(Problem.storeUnsure()))));
        });
    }

    private CompletionStage<Answer> head(Session session, ChannelState state) {
        if (state.seq() == 0) {
            return now(Dialect.PLAIN.answer(new Problem(404, "no_receipt", "The channel has no receipt to sign for.")));
        }
        return heads.now(session.key(), session.channelId())
                .thenApply(head -> head.map(signed -> Caller.json(200, signed))
                        .orElseGet(() -> Dialect.PLAIN.answer(Problem.storeUnsure())));
    }

    private static boolean isOwn(Session session, String channel) {
        try {
            return Hash32.of(channel).equals(session.channelId());
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static Problem notOwn() {
        return new Problem(404, "no_receipt", "The session is not of this channel.");
    }

    private void asked(Exchange exchange, Function<Session, CompletionStage<Answer>> question) {
        var session = caller.session(exchange.request());
        if (session.isEmpty()) {
            exchange.answer(Dialect.PLAIN.answer(Caller.OVER));
            return;
        }
        question.apply(session.get())
                .whenComplete((answer, fault) -> exchange.loop().execute(() -> {
                    if (!exchange.gone()) {
                        exchange.answer(fault == null ? answer : Dialect.PLAIN.answer(Problem.storeUnsure()));
                    }
                }));
    }

    private static CompletionStage<Answer> now(Answer answer) {
        return CompletableFuture.completedFuture(answer);
    }
}
