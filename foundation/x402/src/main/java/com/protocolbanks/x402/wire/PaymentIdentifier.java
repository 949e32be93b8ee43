package com.protocolbanks.x402.wire;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The extension {@code payment-identifier}: an id by which a repeated payment is known; 16 to 128 letters, digits, - and _. */
public final class PaymentIdentifier {
    private static final String NAME = "payment-identifier";
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{16,128}");

    private PaymentIdentifier() {}

    static ObjectNode offered() {
        return extension(PaymentHeaders.object().put("required", false));
    }

    static ObjectNode given(String id) {
        return extension(PaymentHeaders.object().put("required", false).put("id", id));
    }

    private static ObjectNode extension(ObjectNode info) {
        var extensions = PaymentHeaders.object();
        var one = extensions.putObject(NAME);
        one.set("info", info);
        one.set("schema", schema());
        return extensions;
    }

    private static ObjectNode schema() {
        var schema = PaymentHeaders.object()
                .put("$schema", "https://json-schema.org/draft/2020-12/schema")
                .put("type", "object");
        var properties = schema.putObject("properties");
        properties.putObject("required").put("type", "boolean");
        properties.putObject("id").put("type", "string").put("minLength", 16).put("maxLength", 128);
        schema.putArray("required").add("required");
        return schema;
    }

    static @Nullable String read(JsonFields payload) {
        if (!payload.has("extensions") || !payload.object("extensions").has(NAME)) {
            return null;
        }
        var info = payload.object("extensions").object(NAME).object("info");
        if (!info.has("id")) {
            return null;
        }
        var id = info.text("id");
        if (!FORM.matcher(id).matches()) {
            throw info.refused("id", "is not 16 to 128 letters, digits, - or _");
        }
        return id;
    }
}
