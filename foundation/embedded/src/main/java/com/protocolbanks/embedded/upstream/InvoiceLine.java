package com.protocolbanks.embedded.upstream;

/**
 * What the provider counts for one request.
 *
 * @param path that was called
 * @param user whom the request was said to be for, empty when it said nothing
 * @param input tokens, the cached ones included
 * @param output tokens, the reasoning ones included
 */
public record InvoiceLine(
        String path, String model, String user, long input, long cached, long output, long reasoning) {
    /** For nobody in particular. */
    public InvoiceLine(String path, String model, long input, long cached, long output, long reasoning) {
        this(path, model, "", input, cached, output, reasoning);
    }

    InvoiceLine of(String someone) {
        return new InvoiceLine(path, model, someone, input, cached, output, reasoning);
    }
}
