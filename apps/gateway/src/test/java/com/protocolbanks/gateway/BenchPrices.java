package com.protocolbanks.gateway;

import com.protocolbanks.billing.prices.ModelPrice;
import com.protocolbanks.billing.prices.PriceBook;
import com.protocolbanks.billing.prices.RoutePrice;
import com.protocolbanks.billing.prices.Surface;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the routes of a {@link GatewayBench} cost. */
final class BenchPrices {
    private BenchPrices() {}

    static PriceBook book() {
        var tokens = new ModelPrice(
                BigDecimal.ZERO,
                new BigDecimal("2"),
                new BigDecimal("1"),
                new BigDecimal("8"),
                new BigDecimal("8"),
                BigDecimal.ZERO,
                64);
        var models = new HashMap<String, ModelPrice>();
        for (String ending :
                List.of("", "-slow", "-cut", "-halting", "-silent", "-greedy", "-failing", "-moved", "-stuck")) {
            models.put("small" + ending, tokens);
        }
        return new PriceBook(
                3,
                "USD",
                List.of(
                        new RoutePrice("chat", Surface.CHAT, models),
                        new RoutePrice("responses", Surface.RESPONSES, models),
                        new RoutePrice("embeddings", Surface.EMBEDDINGS, models),
                        new RoutePrice("messages", Surface.MESSAGES, models),
                        new RoutePrice(
                                "tools",
                                Surface.MCP,
                                Map.of(
                                        "echo", ModelPrice.perRequest(new BigDecimal("0.01")),
                                        "recite", ModelPrice.perRequest(new BigDecimal("0.02")),
                                        "recite-slow", ModelPrice.perRequest(new BigDecimal("0.02")))),
                        new RoutePrice(
                                "feed", Surface.PLAIN, Map.of("*", ModelPrice.perRequest(new BigDecimal("0.01")))),
                        new RoutePrice(
                                "gate", Surface.PLAIN, Map.of("*", ModelPrice.perRequest(new BigDecimal("0.001")))),
                        new RoutePrice(
                                "search", Surface.PLAIN, Map.of("*", ModelPrice.perRequest(new BigDecimal("0.01"))))));
    }
}
