package com.protocolbanks.gateway.calls;

import com.protocolbanks.gateway.admission.Entry.Again;
import com.protocolbanks.gateway.errors.Problem;
import com.protocolbanks.gateway.http.Answer;
import com.protocolbanks.gateway.http.Exchange;
import com.protocolbanks.gateway.surfaces.ApiSurface;
import com.protocolbanks.x402.receipts.ReceiptJson;
import com.protocolbanks.x402.session.WindowRequest;
import com.protocolbanks.x402.wire.PaymentHeaders;
import com.protocolbanks.x402.wire.PaymentResponse;
import java.util.Locale;
import java.util.Optional;

/** Answers a request that was charged before: with the answer kept for it, and never with a second charge. */
public final class Repetition {
    private final Desk desk;
    private final ApiSurface surface;
    private final Exchange exchange;

    public Repetition(Desk desk, ApiSurface surface, Exchange exchange) {
        this.desk = desk;
        this.surface = surface;
        this.exchange = exchange;
    }

    public void answer(Again again) {
        var before = again.receipt().body();
        if (!before.requestDigest().equals(again.asked().requestDigest())
                || !before.route().equals(again.asked().route())) {
            exchange.answer(surface.dialect()
                    .answer(new Problem(
                            409, "replayed", "This id belongs to another request that was charged before.")));
            return;
        }
        desk.replies()
                .find(again.ceiling().key(), before)
                .whenComplete((kept, fault) -> exchange.loop().execute(() -> {
                    if (!exchange.gone()) {
                        exchange.answer(fault == null ? answer(again, kept) : gone(again));
                    }
                }));
    }

    private Answer answer(Again again, Optional<Answer> kept) {
        return kept.orElseGet(() -> gone(again));
    }

    /** The answer is no longer kept; the receipt still says what became of the request. */
    private Answer gone(Again again) {
        var response = new PaymentResponse(
                true,
                "",
                "",
                desk.terms().chain(),
                null,
                null,
                again.receipt().body().charged(),
                null,
                ReceiptJson.write(again.receipt()),
                desk.heads()
                        .newest(again.ceiling().key(), again.ceiling().channelId())
                        .orElse(null));
        return surface.dialect()
                .answer(new Problem(
                                409,
                                "replayed",
                                "This request was charged before and not again; its answer is no longer kept.")
                        .with("x-should-retry", "false")
                        .with(WindowRequest.ANSWER_GONE.toLowerCase(Locale.ROOT), "true")
                        .with(PaymentHeaders.RESPONSE.toLowerCase(Locale.ROOT), response.toHeader()));
    }
}
