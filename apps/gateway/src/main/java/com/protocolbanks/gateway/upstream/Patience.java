package com.protocolbanks.gateway.upstream;

import java.time.Duration;

/**
 * How long an upstream is waited for.
 *
 * @param connect until its connection stands
 * @param answer until the first byte of its answer
 * @param gap between two parts of it
 * @param idle how long a connection is kept for the next request
 * @param connections to one upstream from one event loop
 */
public record Patience(Duration connect, Duration answer, Duration gap, Duration idle, int connections) {
    public static final Patience USUAL = new Patience(
            Duration.ofSeconds(5), Duration.ofSeconds(120), Duration.ofSeconds(60), Duration.ofSeconds(15), 512);
}
