package com.protocolbanks.billing.prices;

import java.util.Map;
import java.util.Optional;

/**
 * The prices of one route.
 *
 * @param route its name: in grants, in receipts and, for a plain one, in the path
 * @param models by the upstream's names; the name {@value #ANY} stands for all where requests name none
 */
public record RoutePrice(String route, Surface surface, Map<String, ModelPrice> models) {
    public static final String ANY = "*";

    /** @throws IllegalArgumentException for a price of any model where requests name one */
    public RoutePrice {
        if (models.containsKey(ANY) && !surface.isWithoutModel()) {
            throw new IllegalArgumentException(
                    "route " + route + " has requests that name a model: each needs a price");
        }
        models = Map.copyOf(models);
    }

    /** What that model costs; empty means that it is refused. */
    public Optional<ModelPrice> price(String model) {
        var own = models.get(model);
        return Optional.ofNullable(own == null ? models.get(ANY) : own);
    }
}
