package com.protocolbanks.pb.admin;

import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;

/**
 * What the command line takes from outside.
 *
 * @param environment the settings of the configuration reference, such as {@code DATABASE_URL}
 */
public record Surroundings(Map<String, String> environment, Clock clock, SecureRandom random, Prompt prompt) {
    /** A setting the command cannot do without is missing or unreadable. */
    static final class Unusable extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unusable(String message) {
            super(message);
        }
    }

    public Surroundings {
        environment = Map.copyOf(environment);
    }

    /** @throws Unusable when it is not set */
    String setting(String name) {
        var value = environment.getOrDefault(name, "");
        if (value.isBlank()) {
            throw new Unusable(name + " is not set");
        }
        return value;
    }

    /** @throws Unusable when it is not set or no address */
    URI address(String name) {
        try {
            return URI.create(setting(name));
        } catch (IllegalArgumentException _) {
            throw new Unusable(name + " is no address");
        }
    }

    /** @throws Unusable when it is not set */
    Path file(String name) {
        return Path.of(setting(name));
    }
}
