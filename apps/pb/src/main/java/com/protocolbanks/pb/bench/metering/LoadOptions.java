package com.protocolbanks.pb.bench.metering;

import java.time.Duration;
import picocli.CommandLine.Option;

/** How much a benchmark of the gateway does. */
final class LoadOptions {
    @Option(names = "--turns", defaultValue = "5", description = "How often (default: ${DEFAULT-VALUE}).")
    private int turns;

    @Option(names = "--seconds", defaultValue = "4", description = "Each time (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--warm-up",
            defaultValue = "30",
            description = "Seconds of its own processor time that a gateway answers before anything counts: it is"
                    + " compiled while it runs (default: ${DEFAULT-VALUE}).")
    private int warmUpSeconds;

    @Option(
            names = "--requests",
            defaultValue = "60000",
            description = "Written down for each second; no fewer than are answered (default: ${DEFAULT-VALUE}).")
    private int perSecond;

    @Option(names = "--place", defaultValue = "both", description = "whole, half or both (default: ${DEFAULT-VALUE}).")
    private String place = "both";

    @Option(names = "--json", description = "Print the figures as JSON.")
    private boolean json;

    int turns() {
        return turns;
    }

    int seconds() {
        return seconds;
    }

    Duration warmUp() {
        return Duration.ofSeconds(warmUpSeconds);
    }

    /** How many requests are written down for one turn. */
    int requests() {
        return perSecond * seconds;
    }

    boolean onWholeMachine() {
        return !place.equals("half");
    }

    boolean inHalfCore() {
        return !place.equals("whole");
    }

    boolean json() {
        return json;
    }
}
