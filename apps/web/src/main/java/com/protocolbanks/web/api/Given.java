package com.protocolbanks.web.api;

import org.jspecify.annotations.Nullable;

/** Fields without which a body says nothing; left out or null in JSON they end the request as 400. */
public final class Given {
    private Given() {}

    /**
     * The field's value.
     *
     * @throws IllegalArgumentException when it was not given
     */
    public static <T> T field(@Nullable T value, String name) {
        if (value == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return value;
    }
}
