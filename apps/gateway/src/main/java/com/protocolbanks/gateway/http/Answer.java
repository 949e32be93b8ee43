package com.protocolbanks.gateway.http;

import java.util.LinkedHashMap;
import java.util.Map;

/** A whole answer: the status, its headers without those of the framing, and the body. */
@SuppressWarnings("ArrayRecordComponent") // the body is sent, not compared
public record Answer(int status, Map<String, String> headers, byte[] body) {
    public static final String JSON = "application/json";

    public static Answer of(int status, String contentType, byte[] body) {
        return new Answer(status, Map.of("content-type", contentType), body);
    }

    /** The same answer with one more header. */
    public Answer with(String name, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Answer(status, more, body);
    }
}
