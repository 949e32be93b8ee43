package com.protocolbanks.embedded.upstream;

/**
 * What the provider counts for one request.
 *
 * @param path that was called
 * @param input tokens, the cached ones included
 * @param output tokens, the reasoning ones included
 */
public record InvoiceLine(String path, String model, long input, long cached, long output, long reasoning) {}
