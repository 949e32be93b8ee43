package com.protocolbanks.gateway.routes;

import com.protocolbanks.billing.prices.Surface;
import com.protocolbanks.gateway.admission.Door;
import com.protocolbanks.gateway.admission.Entry;
import com.protocolbanks.gateway.admission.OfferReader;
import com.protocolbanks.gateway.calls.Authorization;
import com.protocolbanks.gateway.calls.Desk;
import com.protocolbanks.gateway.calls.FreeCall;
import com.protocolbanks.gateway.calls.PaidCall;
import com.protocolbanks.gateway.calls.Repetition;
import com.protocolbanks.gateway.errors.Dialect;
import com.protocolbanks.gateway.errors.Problem;
import com.protocolbanks.gateway.http.Exchange;
import com.protocolbanks.gateway.http.Handler;
import com.protocolbanks.gateway.kept.Countries;
import com.protocolbanks.gateway.pricing.Prices;
import com.protocolbanks.gateway.pricing.Quote;
import com.protocolbanks.gateway.surfaces.ApiSurface;
import com.protocolbanks.gateway.surfaces.Demand;
import com.protocolbanks.gateway.surfaces.Surfaces;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** A surface: read, priced, paid, passed on. */
public final class PricedRoute implements Handler {
    private static final Logger LOG = LoggerFactory.getLogger(PricedRoute.class);

    private final Surface kind;
    private final ApiSurface surface;
    private final Shared shared;

    /**
     * What all priced routes share.
     *
     * @param publicUrl how clients call this gateway, without a slash at its end
     */
    public record Shared(
            Prices prices,
            OfferReader offers,
            Door door,
            Desk desk,
            FreeRate freeRate,
            Countries countries,
            String publicUrl) {}

    public PricedRoute(Surface kind, Shared shared) {
        this.kind = kind;
        this.surface = Surfaces.of(kind);
        this.shared = shared;
    }

    public Dialect dialect() {
        return surface.dialect();
    }

    @Override
    public void handle(Exchange exchange) {
        switch (surface.read(exchange.request())) {
            case Demand.Refused refused -> refuse(exchange, refused.problem(), refused.id());
            case Demand.Free _ -> free(exchange);
            case Demand.Priced priced -> priced(exchange, priced);
        }
    }

    private void refuse(Exchange exchange, Problem problem, @Nullable JsonNode id) {
        exchange.answer(surface.dialect().answer(problem, id));
    }

    private void free(Exchange exchange) {
        var route = shared.prices().free(kind);
        if (route.isEmpty()) {
            refuse(exchange, Problem.notFound(), null);
            return;
        }
        if (!shared.freeRate().allows(exchange.from())) {
            refuse(
                    exchange,
                    new Problem(429, "rate_limited", "Too many messages that cost nothing; try again in a second.")
                            .with("retry-after", "1"),
                    null);
            return;
        }
        var target = shared.prices().upstreams().target(route.get().route()).orElseThrow();
        new FreeCall(surface, exchange)
                .start(shared.desk().upstream(), target, Forwarded.free(surface, exchange.request()));
    }

    private void priced(Exchange exchange, Demand.Priced demand) {
        var path = kind == Surface.PLAIN ? PlainPath.of(exchange.request().path()) : null;
        if (kind == Surface.PLAIN && path == null) {
            refuse(exchange, Problem.badRequest("The path is not one that can be passed on."), null);
            return;
        }
        var priced = path == null
                ? shared.prices().quote(kind, demand)
                : shared.prices().quote(path.route(), demand);
        switch (priced) {
            case Prices.Priced.Not(var problem) -> refuse(exchange, problem, demand.id());
            case Prices.Priced.At(var quote) -> admit(exchange, quote, path);
        }
    }

    private void admit(Exchange exchange, Quote quote, @Nullable PlainPath path) {
        var request = exchange.request();
        var offer = shared.offers().read(request, quote.demand().payment());
        shared.door()
                .admit(quote, request, shared.publicUrl() + request.path(), offer)
                .whenComplete((entry, fault) -> exchange.run(() -> {
                    if (fault != null) {
                        LOG.warn("a request could not be admitted", fault);
                        refuse(exchange, Problem.storeUnsure(), quote.demand().id());
                    } else {
                        enter(exchange, quote, path, entry);
                    }
                }));
    }

    private void enter(Exchange exchange, Quote quote, @Nullable PlainPath path, Entry entry) {
        switch (entry) {
            case Entry.Refused refused ->
                exchange.answer(Unpaid.answer(surface.dialect(), refused, quote.demand(), exchange.request()));
            case Entry.Charged charged -> {
                shared.countries().see(charged.admitted().ceiling().key(), exchange.request());
                new Authorization(shared.desk(), exchange).answer(charged);
            }
            case Entry.Again again -> repeat(exchange, quote, again);
            case Entry.Admitted admitted -> {
                shared.countries().see(admitted.ceiling().key(), exchange.request());
                new PaidCall(
                                shared.desk(),
                                new PaidCall.Asked(
                                        surface,
                                        admitted.quote(),
                                        Forwarded.priced(surface, exchange.request(), admitted.quote(), path)),
                                exchange,
                                admitted)
                        .start();
            }
        }
    }

    private void repeat(Exchange exchange, Quote quote, Entry.Again again) {
        boolean same =
                again.receipt().body().requestDigest().equals(again.asked().requestDigest())
                        && again.receipt().body().route().equals(again.asked().route());
        if (quote.target().isNowhere() && same) {
            new Authorization(shared.desk(), exchange).answer(again);
        } else {
            new Repetition(shared.desk(), surface, exchange).answer(again);
        }
    }
}
