package com.protocolbanks.pb.check.agents;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What is killed next, and how long after the one before.
 *
 * @param whenWhole whether everything must serve again first; otherwise the next thing is killed in the midst of a recovery
 */
public record Killing(Victim victim, Duration after, boolean whenWhole) {
    /** Redis comes back at once, the others take seconds of a processor; each is drawn as often as it stands here. */
    private static final List<Victim> VICTIMS = List.of(
            Victim.REDIS,
            Victim.FIRST_GATEWAY,
            Victim.REDIS,
            Victim.SECOND_GATEWAY,
            Victim.REDIS,
            Victim.WORKER,
            Victim.GATEWAY_AND_REDIS,
            Victim.REDIS,
            Victim.EVERYTHING);

    private static final int SHORTEST_MILLIS = 100;
    private static final int LONGEST_MILLIS = 900;

    /** What can be killed. */
    public enum Victim {
        FIRST_GATEWAY,
        SECOND_GATEWAY,
        WORKER,
        REDIS,
        /** The first gateway and Redis at the same moment. */
        GATEWAY_AND_REDIS,
        /** Both gateways, the worker and Redis at the same moment. */
        EVERYTHING
    }

    /** The same generator gives the same list. */
    public static Killing next(RandomGenerator random) {
        var victim = VICTIMS.get(random.nextInt(VICTIMS.size()));
        var after = Duration.ofMillis(random.nextInt(SHORTEST_MILLIS, LONGEST_MILLIS));
        return new Killing(victim, after, random.nextInt(4) > 0);
    }
}
