package com.protocolbanks.gateway.http;

import java.nio.charset.StandardCharsets;

/** What is wrong with a request before anybody looked at what it asks for. */
public enum Fault {
    MALFORMED(400, "bad_request", "The request is not HTTP/1.1 as it should be."),
    TOO_SLOW(408, "request_timeout", "The request did not arrive in time."),
    BODY_TOO_LARGE(413, "body_too_large", "The request's body is larger than is taken here."),
    HEADERS_TOO_LARGE(431, "headers_too_large", "The request's headers are larger than is taken here.");

    private final int status;
    private final String code;
    private final String sentence;

    Fault(int status, String code, String sentence) {
        this.status = status;
        this.code = code;
        this.sentence = sentence;
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    public String sentence() {
        return sentence;
    }

    /** The plain dialect's words; none of them needs escaping. */
    byte[] json() {
        return ("{\"code\":\"" + code + "\",\"message\":\"" + sentence + "\"}").getBytes(StandardCharsets.UTF_8);
    }
}
