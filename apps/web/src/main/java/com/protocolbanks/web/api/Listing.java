package com.protocolbanks.web.api;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list.
 *
 * @param next what to send as {@code after} for the page behind; null at the end
 */
public record Listing<T>(List<T> items, @Nullable String next) {
    public static final int DEFAULT_LIMIT = 100;
    static final int MAX_LIMIT = 1_000;

    /** The limit as asked for, from 1 to {@value #MAX_LIMIT}. */
    public static int limit(int asked) {
        return Math.clamp(asked, 1, MAX_LIMIT);
    }

    /** A page out of one more element than the limit, which tells whether there is a next page. */
    public static <S, T> Listing<T> of(List<S> found, int limit, Function<S, T> view, Function<S, String> cursor) {
        boolean more = found.size() > limit;
        var shown = more ? found.subList(0, limit) : found;
        return new Listing<>(shown.stream().map(view).toList(), more ? cursor.apply(shown.getLast()) : null);
    }
}
