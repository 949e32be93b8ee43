package com.protocolbanks.gateway.upstream;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Which route goes where, from the file {@code PB_UPSTREAMS}: an object of routes by their names in the price book, each
 * with {@code authorizeOnly} (true: it leads nowhere, a paid request is answered by the gateway itself) or
 * {@code url} and optionally {@code private} (true allows a private address), {@code secretFile} (holds the provider's
 * key), {@code secretHeader} ({@code authorization} unless said) and {@code secretPrefix} ({@code "Bearer "} for that one).
 */
public record Upstreams(Map<String, Target> routes) {
    private static final String AUTHORIZATION = "authorization";

    public Upstreams {
        routes = Map.copyOf(routes);
    }

    public Optional<Target> target(String route) {
        return Optional.ofNullable(routes.get(route));
    }

    /**
     * Reads the file of routes and where each leads.
     *
     * @throws IllegalArgumentException with one sentence about what is wrong
     */
    public static Upstreams read(Path file) {
        try {
            var json = JsonMapper.shared().readTree(file.toFile());
            if (!json.isObject()) {
                throw new IllegalArgumentException("it is not an object of routes");
            }
            var routes = new HashMap<String, Target>();
            for (var route : json.properties()) {
                routes.put(route.getKey(), target(route.getKey(), route.getValue()));
            }
            return new Upstreams(routes);
        } catch (JacksonException | IOException e) {
            throw new IllegalArgumentException(
                    String.valueOf(e.getMessage()).lines().findFirst().orElse(""), e);
        }
    }

    private static Target target(String route, JsonNode json) throws IOException {
        if (json.path("authorizeOnly").asBoolean(false)) {
            return Target.NOWHERE;
        }
        URI url = URI.create(json.path("url").asString(""));
        boolean tls = "https".equals(url.getScheme());
        if (url.getHost() == null || (!tls && !"http".equals(url.getScheme())) || url.getUserInfo() != null) {
            throw new IllegalArgumentException("the route " + route + " has no http or https address as its url");
        }
        boolean privateAllowed = json.path("private").asBoolean(false);
        if (!tls && !privateAllowed) {
            throw new IllegalArgumentException(
                    "the route " + route + " would cross a public network unencrypted; use https or set private");
        }
        int port = url.getPort() > 0 ? url.getPort() : tls ? 443 : 80;
        String host = url.getHost().startsWith("[")
                ? url.getHost().substring(1, url.getHost().length() - 1)
                : url.getHost();
        String path = url.getRawPath() == null ? "" : url.getRawPath();
        return new Target(
                tls,
                host,
                port,
                path.endsWith("/") ? path.substring(0, path.length() - 1) : path,
                secret(json),
                privateAllowed);
    }

    private static Map<String, String> secret(JsonNode json) throws IOException {
        String file = json.path("secretFile").asString("");
        if (file.isEmpty()) {
            return Map.of();
        }
        String header = json.path("secretHeader").asString(AUTHORIZATION);
        String prefix = json.path("secretPrefix").asString(header.equals(AUTHORIZATION) ? "Bearer " : "");
        return Map.of(header, prefix + Files.readString(Path.of(file)).strip());
    }
}
