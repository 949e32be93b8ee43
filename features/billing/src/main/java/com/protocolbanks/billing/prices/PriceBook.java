package com.protocolbanks.billing.prices;

import java.util.List;
import java.util.Optional;

/**
 * All prices at one time. What has no price is refused.
 *
 * @param version grows with every change; receipts name it
 * @param unit of account, such as {@code USD}; a token counts as one
 */
public record PriceBook(int version, String unit, List<RoutePrice> routes) {
    /** Before the first: everything is refused. */
    public static final PriceBook NONE = new PriceBook(0, "USD", List.of());

    public PriceBook {
        routes = List.copyOf(routes);
    }

    public Optional<RoutePrice> route(String name) {
        for (var route : routes) {
            if (route.route().equals(name)) {
                return Optional.of(route);
            }
        }
        return Optional.empty();
    }

    /** The same prices under another version. */
    PriceBook as(int number) {
        return new PriceBook(number, unit, routes);
    }
}
