package com.protocolbanks.gateway.errors;

import java.util.HashMap;
import java.util.Map;

/**
 * Why a request is not answered.
 *
 * @param status of HTTP
 * @param code stays the same over releases
 * @param message one or two sentences for people
 * @param headers beside the answer's own
 */
public record Problem(int status, String code, String message, Map<String, String> headers) {
    public Problem {
        headers = Map.copyOf(headers);
    }

    public Problem(int status, String code, String message) {
        this(status, code, message, Map.of());
    }

    public static Problem badRequest(String message) {
        return new Problem(400, "bad_request", message);
    }

    /** What has no price is not passed on. */
    public static Problem noPrice(String message) {
        return new Problem(403, "no_price", message);
    }

    public static Problem unknownModel(String model) {
        return new Problem(404, "unknown_model", "There is no price for the model " + shown(model) + " here.");
    }

    public static Problem notFound() {
        return new Problem(404, "no_price", "There is no priced route at this address.");
    }

    /** The store of balances gave no certain answer: nothing was charged, nothing passed on. */
    public static Problem storeUnsure() {
        return new Problem(
                503,
                "store_unsure",
                "The balances cannot be read with certainty at the moment; nothing was charged.",
                Map.of("retry-after", "1"));
    }

    /** The same with one more header. */
    public Problem with(String name, String value) {
        var more = new HashMap<>(headers);
        more.put(name, value);
        return new Problem(status, code, message, more);
    }

    private static String shown(String model) {
        return model.length() <= 100 ? model : model.substring(0, 100) + "…";
    }
}
