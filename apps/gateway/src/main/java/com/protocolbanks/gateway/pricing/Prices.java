package com.protocolbanks.gateway.pricing;

import com.protocolbanks.billing.prices.ModelPrice;
import com.protocolbanks.billing.prices.PriceBook;
import com.protocolbanks.billing.prices.RoutePrice;
import com.protocolbanks.billing.prices.Surface;
import com.protocolbanks.gateway.errors.Problem;
import com.protocolbanks.gateway.surfaces.Demand;
import com.protocolbanks.gateway.upstream.Upstreams;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The price book in force, as far as there is an upstream for its routes. */
public final class Prices {
    private final Upstreams upstreams;
    private final Supplier<PriceBook> source;
    private volatile PriceBook book;

    /** @param source asked at once and at every {@link #refresh}; may block */
    public Prices(Upstreams upstreams, Supplier<PriceBook> source) {
        this.upstreams = upstreams;
        this.source = source;
        this.book = source.get();
    }

    /** Looks for a newer book; not for event loops. */
    public void refresh() {
        book = source.get();
    }

    public PriceBook book() {
        return book;
    }

    /** What came of asking for a price. */
    public sealed interface Priced {
        record At(Quote quote) implements Priced {}

        record Not(Problem problem) implements Priced {}
    }

    /** The price of a request to a surface: the first route of it that has the model. */
    public Priced quote(Surface surface, Demand.Priced demand) {
        var now = book;
        var routes = now.routes().stream()
                .filter(route -> route.surface() == surface)
                .toList();
        if (routes.isEmpty()) {
            return new Priced.Not(Problem.notFound());
        }
        return routes.stream()
                .filter(route -> route.price(demand.model()).isPresent())
                .findFirst()
                .map(route -> quote(now, route, demand))
                .orElseGet(() -> new Priced.Not(Problem.unknownModel(demand.model())));
    }

    /** The price of a request to a plain route. */
    public Priced quote(String name, Demand.Priced demand) {
        var now = book;
        return now.route(name)
                .filter(route -> route.surface() == Surface.PLAIN
                        && route.price(demand.model()).isPresent())
                .map(route -> quote(now, route, demand))
                .orElseGet(() -> new Priced.Not(Problem.notFound()));
    }

    private Priced quote(PriceBook from, RoutePrice route, Demand.Priced demand) {
        var target = upstreams.target(route.route());
        if (target.isEmpty()) {
            return new Priced.Not(Problem.noPrice("The route " + route.route() + " leads nowhere here."));
        }
        ModelPrice price = route.price(demand.model()).orElseThrow();
        if (target.get().isNowhere() && !(price.isFixed() && route.surface() == Surface.PLAIN)) {
            return new Priced.Not(Problem.noPrice("Only a plain route of fixed price can be authorized alone."));
        }
        if (demand.answers() > 128) {
            return new Priced.Not(Problem.badRequest("More than 128 answers to one request are not sold."));
        }
        return new Priced.At(new Quote(from.version(), route.route(), target.get(), price, demand, Long.MAX_VALUE));
    }

    /** The free messages of a surface go where its priced ones do. */
    public Optional<RoutePrice> free(Surface surface) {
        return book.routes().stream()
                .filter(route -> route.surface() == surface)
                .filter(route -> upstreams.target(route.route()).isPresent())
                .findFirst();
    }

    public Upstreams upstreams() {
        return upstreams;
    }

    /** The names of all models that can be asked for by OpenAI's surfaces. */
    public List<String> models() {
        return book.routes().stream()
                .filter(route -> !route.surface().isWithoutModel() && route.surface() != Surface.MESSAGES)
                .flatMap(route -> route.models().keySet().stream())
                .distinct()
                .sorted()
                .toList();
    }
}
