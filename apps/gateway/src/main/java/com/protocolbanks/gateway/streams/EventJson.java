package com.protocolbanks.gateway.streams;

import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** The JSON inside events. */
final class EventJson {
    private EventJson() {}

    /** The data as JSON; missing when it is none. */
    static JsonNode read(SseEvent event) {
        if (event.data().isEmpty()) {
            return MissingNode.getInstance();
        }
        try {
            return JsonMapper.shared().readTree(event.data());
        } catch (JacksonException _) {
            return MissingNode.getInstance();
        }
    }

    /** The UTF-8 bytes of all texts below, except the one that names a role. */
    static long textBytes(JsonNode node) {
        if (node.isString()) {
            return node.asString().getBytes(StandardCharsets.UTF_8).length;
        }
        long bytes = 0;
        if (node.isObject()) {
            for (var field : node.properties()) {
                if (!field.getKey().equals("role")
                        && !field.getKey().equals("type")
                        && !field.getKey().equals("id")) {
                    bytes += textBytes(field.getValue());
                }
            }
        } else {
            for (var each : node) {
                bytes += textBytes(each);
            }
        }
        return bytes;
    }
}
