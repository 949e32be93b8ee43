package com.protocolbanks.gateway.surfaces;

import com.protocolbanks.gateway.errors.Problem;
import com.protocolbanks.gateway.http.Request;
import java.util.Arrays;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads bodies strictly: a name that stands twice could be read one way here and another way upstream. */
final class JsonBody {
    private static final int DEPTH = 64;
    private static final int LONGEST = 16 * 1024 * 1024;

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEPTH)
                            .maxStringLength(LONGEST)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
            .build();

    private final ObjectNode json;

    private JsonBody(ObjectNode json) {
        this.json = json;
    }

    /** A refusal while a body is read; caught where reading began. */
    static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Problem problem;

        Unreadable(Problem problem) {
            super(problem.code(), null, false, false);
            this.problem = problem;
        }

        Problem problem() {
            return problem;
        }
    }

    static JsonBody of(Request request) {
        JsonNode json;
        try {
            json = JSON.readTree(request.body());
        } catch (JacksonException _) {
            throw new Unreadable(Problem.badRequest("The body is not JSON, or one of its names stands twice."));
        }
        if (!(json instanceof ObjectNode object)) {
            throw new Unreadable(Problem.badRequest("The body is not a JSON object."));
        }
        return new JsonBody(object);
    }

    ObjectNode json() {
        return json;
    }

    byte[] bytes() {
        return JSON.writeValueAsBytes(json);
    }

    boolean has(String name) {
        var value = json.get(name);
        return value != null && !value.isNull();
    }

    String model() {
        var model = json.path("model");
        if (!model.isString() || model.asString().isEmpty()) {
            throw new Unreadable(Problem.badRequest("The body names no model."));
        }
        return model.asString();
    }

    boolean flag(String name) {
        var value = json.path(name);
        if (!value.isMissingNode() && !value.isNull() && !value.isBoolean()) {
            throw new Unreadable(Problem.badRequest(name + " is neither true nor false."));
        }
        return value.asBoolean(false);
    }

    /** A count of 1 or more; 0 when the body does not name it. */
    long count(String name) {
        if (!has(name)) {
            return 0;
        }
        var value = json.get(name);
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.asInt() < 1) {
            throw new Unreadable(Problem.badRequest(name + " is not a whole number of 1 or more."));
        }
        return value.asInt();
    }

    /** What would cost more than tokens of text do is refused as unpriced. */
    void withoutAny(String... names) {
        for (String name : names) {
            without(json, name);
        }
    }

    void without(JsonNode part, String name) {
        if (part.hasNonNull(name)) {
            throw unpriced(name);
        }
    }

    /** A field that may only be left out or hold one of these texts. */
    void onlyOneOf(String name, String... allowed) {
        if (has(name) && !Arrays.asList(allowed).contains(json.get(name).asString(""))) {
            throw unpriced(name);
        }
    }

    /** Parts of content, at any depth below, that are of no other type than these. */
    void partsOnlyOf(JsonNode content, Set<String> types) {
        if (content.isArray()) {
            content.forEach(part -> partsOnlyOf(part, types));
        } else if (content.isObject()) {
            var type = content.path("type").asString("");
            if (!type.isEmpty() && !types.contains(type)) {
                throw unpriced("content of type " + (type.length() > 60 ? type.substring(0, 60) : type));
            }
            partsOnlyOf(content.path("content"), types);
            partsOnlyOf(content.path("output"), types);
        }
    }

    /** Parts without a type and a role name something that the provider keeps: it has tokens that nobody counted. */
    void nothingKept(JsonNode items) {
        for (var item : items) {
            if (item.isObject() && item.path("type").asString("").isEmpty() && !item.hasNonNull("role")) {
                throw unpriced("what the provider keeps");
            }
        }
    }

    /** Tools that the client runs itself; what the provider runs has prices of its own. */
    void toolsOnlyOf(Set<String> types, String unnamed) {
        for (var tool : json.path("tools")) {
            if (!types.contains(tool.path("type").asString(unnamed))) {
                throw unpriced("a tool of type " + tool.path("type").asString(unnamed));
            }
        }
    }

    private static Unreadable unpriced(String what) {
        return new Unreadable(Problem.noPrice("There is no price for " + what + " here; leave it out."));
    }
}
