package com.protocolbanks.gateway.routes;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The path below {@code /r/}: the route's name and what follows it.
 *
 * @param rest empty, or beginning with a slash
 */
record PlainPath(String route, String rest) {
    static final String PREFIX = "/r/";

    private static final Pattern CHARACTERS = Pattern.compile("[A-Za-z0-9._~!$&'()*+,;=:@%/-]*");

    /** Null for a path that a server behind could read as leading elsewhere. */
    static @Nullable PlainPath of(String path) {
        String below = path.substring(PREFIX.length());
        int slash = below.indexOf('/');
        String rest = slash < 0 ? "" : below.substring(slash);
        String plain = rest.toLowerCase(Locale.ROOT).replace("%2e", ".");
        boolean leadsElsewhere = !CHARACTERS.matcher(rest).matches()
                || plain.contains("%2f")
                || plain.contains("%5c")
                || plain.contains("%00")
                || Arrays.stream(plain.split("/")).anyMatch(part -> part.equals(".") || part.equals(".."));
        return leadsElsewhere ? null : new PlainPath(slash < 0 ? below : below.substring(0, slash), rest);
    }
}
