package com.protocolbanks.gateway.http;

/** Answers requests; called on the connection's event loop and never blocks it. */
@FunctionalInterface
public interface Handler {
    void handle(Exchange exchange);
}
