package com.protocolbanks.gateway.http;

import java.time.Duration;

/**
 * How much and how long a client may take.
 *
 * @param headerBytes of all header lines together
 * @param bodyBytes of a request's body
 * @param read from a request's first byte to its last
 * @param idle between two requests of one connection
 * @param stall how long a client may leave an answer unread
 * @param connections open at once; one more is closed at once
 */
public record Limits(int headerBytes, int bodyBytes, Duration read, Duration idle, Duration stall, int connections) {
    public static final Limits USUAL = new Limits(
            32 * 1024, 8 * 1024 * 1024, Duration.ofSeconds(30), Duration.ofSeconds(75), Duration.ofSeconds(60), 10_000);
}
