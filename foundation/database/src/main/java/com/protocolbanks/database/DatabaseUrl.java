package com.protocolbanks.database;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The address of a Postgres database, in the forms people have: {@code postgresql://user:password@host:port/db?…},
 * {@code postgres://…} or {@code jdbc:postgresql://…?user=…}.
 *
 * @param jdbc what the driver takes; the parameter {@code pgbouncer} is understood and removed
 * @param user the role, when the address names one
 * @param password its password, when the address names one
 * @param pooled whether {@code pgbouncer=true} was given: then no server-side prepared statements are used
 */
public record DatabaseUrl(String jdbc, Optional<String> user, Optional<String> password, boolean pooled) {
    private static final String JDBC = "jdbc:";

    /** Reads an address; throws {@link IllegalArgumentException} with a sentence that names no password. */
    public static DatabaseUrl of(String text) {
        var plain = text.startsWith(JDBC) ? text.substring(JDBC.length()) : text;
        if (!plain.startsWith("postgresql://") && !plain.startsWith("postgres://")) {
            throw new IllegalArgumentException("a database address starts with postgresql:// or jdbc:postgresql://");
        }
        var uri = URI.create(plain);
        var parameters = new ArrayList<String>();
        Optional<String> user = Optional.empty();
        Optional<String> password = Optional.empty();
        boolean pooled = false;
        for (var parameter : query(uri)) {
            switch (name(parameter)) {
                case "user" -> user = Optional.of(value(parameter));
                case "password" -> password = Optional.of(value(parameter));
                case "pgbouncer" -> pooled = value(parameter).equals("true");
                default -> parameters.add(parameter);
            }
        }
        if (uri.getRawUserInfo() != null) {
            var parts = uri.getRawUserInfo().split(":", 2);
            user = Optional.of(decode(parts[0]));
            password = parts.length > 1 ? Optional.of(decode(parts[1])) : Optional.empty();
        }
        var port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        var rest = parameters.isEmpty() ? "" : "?" + String.join("&", parameters);
        return new DatabaseUrl(
                JDBC + "postgresql://" + uri.getHost() + port + uri.getRawPath() + rest, user, password, pooled);
    }

    @Override
    public String toString() {
        return jdbc;
    }

    private static List<String> query(URI uri) {
        return uri.getRawQuery() == null || uri.getRawQuery().isEmpty()
                ? List.of()
                : List.of(uri.getRawQuery().split("&"));
    }

    private static String name(String parameter) {
        return parameter.split("=", 2)[0];
    }

    private static String value(String parameter) {
        var parts = parameter.split("=", 2);
        return parts.length > 1 ? decode(parts[1]) : "";
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
