package com.protocolbanks.billing.prices;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A price book as people write it:
 *
 * <pre>{@code {"unit": "USD", "routes": [{"route": "chat", "surface": "CHAT", "models": {"small-1": {
 *   "perMillionInput": "0.50", "perMillionOutput": "1.50", "maxOutputTokens": 4096}}}]}}</pre>
 *
 * <p>Prices are decimal texts, so that none passes through a double. One that is left out is 0, but tokens read from a
 * cache then cost what input costs, and reasoning what output costs.
 */
final class PriceBookJson {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern ROUTE = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
    private static final Pattern UNIT = Pattern.compile("[A-Z]{3}");
    private static final Pattern PRICE = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,12})?");
    private static final Set<String> PRICES = Set.of(
            "perRequest", "perMillionInput", "perMillionCached", "perMillionOutput", "perMillionReasoning", "perUnit");
    private static final String MOST_OUTPUT = "maxOutputTokens";

    private final List<String> problems = new ArrayList<>();

    private PriceBookJson() {}

    /** What was read, or every reason why it cannot be. */
    record Reading(PriceBook book, List<String> problems) {}

    static Reading read(int version, String text) {
        var reader = new PriceBookJson();
        try {
            return new Reading(reader.book(version, JSON.readTree(text)), List.copyOf(reader.problems));
        } catch (JacksonException unreadable) {
            return new Reading(PriceBook.NONE, List.of("not JSON: " + unreadable.getOriginalMessage()));
        }
    }

    static String write(PriceBook book) {
        ObjectNode root = JSON.createObjectNode();
        root.put("unit", book.unit());
        var routes = root.putArray("routes");
        for (RoutePrice route : book.routes()) {
            ObjectNode one = routes.addObject();
            one.put("route", route.route());
            one.put("surface", route.surface().name());
            ObjectNode models = one.putObject("models");
            route.models().forEach((name, price) -> write(models.putObject(name), price));
        }
        return JSON.writeValueAsString(root);
    }

    private static void write(ObjectNode model, ModelPrice price) {
        var texts = new LinkedHashMap<String, BigDecimal>();
        texts.put("perRequest", price.perRequest());
        texts.put("perMillionInput", price.perMillionInput());
        texts.put("perMillionCached", price.perMillionCached());
        texts.put("perMillionOutput", price.perMillionOutput());
        texts.put("perMillionReasoning", price.perMillionReasoning());
        texts.put("perUnit", price.perUnit());
        texts.forEach((name, value) -> model.put(name, value.toPlainString()));
        model.put(MOST_OUTPUT, price.maxOutputTokens());
    }

    private PriceBook book(int version, JsonNode root) {
        String unit = root.path("unit").asString("");
        require(UNIT.matcher(unit).matches(), "unit is three capital letters, such as USD");
        require(!root.path("routes").isEmpty(), "routes names at least one route");
        var names = new TreeSet<String>();
        var routes = new ArrayList<RoutePrice>();
        for (JsonNode node : root.path("routes")) {
            String name = node.path("route").asString("");
            require(ROUTE.matcher(name).matches(), "a route's name is of a-z 0-9 . _ -, not \"" + name + "\"");
            require(names.add(name), "route " + name + " stands twice");
            route(name, node, routes);
        }
        return new PriceBook(version, unit, routes);
    }

    private void route(String name, JsonNode node, List<RoutePrice> routes) {
        String surface = node.path("surface").asString("");
        if (Set.of(Surface.values()).stream().noneMatch(one -> one.name().equals(surface))) {
            problems.add("route " + name + ": surface is one of " + List.of(Surface.values()));
            return;
        }
        Map<String, ModelPrice> models = new LinkedHashMap<>();
        node.path("models")
                .properties()
                .forEach(model -> models.put(
                        model.getKey(), price("route " + name + ", model " + model.getKey(), model.getValue())));
        require(!models.isEmpty(), "route " + name + " prices at least one model");
        try {
            routes.add(new RoutePrice(name, Surface.valueOf(surface), models));
        } catch (IllegalArgumentException wrong) {
            problems.add(String.valueOf(wrong.getMessage()));
        }
    }

    private ModelPrice price(String where, JsonNode node) {
        for (var field : node.properties()) {
            require(
                    PRICES.contains(field.getKey()) || field.getKey().equals(MOST_OUTPUT),
                    where + ": nothing is called " + field.getKey());
        }
        BigDecimal input = decimal(where, node, "perMillionInput", BigDecimal.ZERO);
        BigDecimal output = decimal(where, node, "perMillionOutput", BigDecimal.ZERO);
        JsonNode most = node.path(MOST_OUTPUT);
        boolean whole =
                most.isMissingNode() || (most.isIntegralNumber() && most.canConvertToLong() && most.asLong() >= 0);
        require(whole, where + ": " + MOST_OUTPUT + " is a whole number");
        long maxOutput = whole ? most.asLong(0) : 0;
        BigDecimal reasoning = decimal(where, node, "perMillionReasoning", output);
        require(
                maxOutput > 0 || (output.signum() == 0 && reasoning.signum() == 0),
                where + ": a model that is paid by its output needs " + MOST_OUTPUT);
        return new ModelPrice(
                decimal(where, node, "perRequest", BigDecimal.ZERO),
                input,
                decimal(where, node, "perMillionCached", input),
                output,
                reasoning,
                decimal(where, node, "perUnit", BigDecimal.ZERO),
                maxOutput);
    }

    private BigDecimal decimal(String where, JsonNode node, String name, BigDecimal otherwise) {
        JsonNode value = node.path(name);
        if (value.isMissingNode()) {
            return otherwise;
        }
        if (!value.isString() || !PRICE.matcher(value.asString()).matches()) {
            problems.add(where + ": " + name + " is a decimal text such as \"0.50\"");
            return BigDecimal.ZERO;
        }
        return new BigDecimal(value.asString());
    }

    private void require(boolean holds, String otherwise) {
        if (!holds) {
            problems.add(otherwise);
        }
    }
}
