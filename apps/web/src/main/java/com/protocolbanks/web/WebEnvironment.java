package com.protocolbanks.web;

import com.protocolbanks.database.DatabaseUrl;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads the configuration from environment variables; everything that is wrong is said at once. */
final class WebEnvironment {
    private static final int HIGHEST_PORT = 65_535;

    private final Map<String, String> environment;
    private final List<String> findings = new ArrayList<>();

    private WebEnvironment(Map<String, String> environment) {
        this.environment = environment;
    }

    /** @throws StartRefused with a sentence for each variable that is missing or of another form */
    static WebConfig read(Map<String, String> environment) {
        return new WebEnvironment(environment).read();
    }

    private WebConfig read() {
        var database = required("DATABASE_URL", WebEnvironment::database);
        var redis = required("REDIS_URL", WebEnvironment::redis);
        var masterKey = required("PB_MASTER_KEY_FILE", WebEnvironment::file);
        var chain = required("ZETACHAIN_RPC_URL", WebEnvironment::address);
        var contracts = required("PB_CONTRACTS", WebEnvironment::file);
        var publicUrl = required("PB_PUBLIC_URL", WebEnvironment::address);
        var port = port();
        if (!findings.isEmpty()) {
            throw new StartRefused(findings);
        }
        return new WebConfig(
                new WebConfig.Stores(database.orElseThrow(), redis.orElseThrow(), masterKey.orElseThrow()),
                new WebConfig.Chain(chain.orElseThrow(), contracts.orElseThrow()),
                publicUrl.orElseThrow(),
                port.orElseThrow(),
                WebConfig.Additions.NONE);
    }

    /** @param form reads the text, or says what it should look like by an {@link IllegalArgumentException} */
    private <T> Optional<T> required(String name, Function<String, T> form) {
        var text = environment.getOrDefault(name, "").strip();
        if (text.isEmpty()) {
            findings.add(name + " is not set.");
            return Optional.empty();
        }
        try {
            return Optional.of(form.apply(text));
        } catch (IllegalArgumentException other) {
            findings.add(name + " is not " + other.getMessage() + ".");
            return Optional.empty();
        }
    }

    private Optional<Integer> port() {
        var text = environment.getOrDefault("PORT", "8080").strip();
        if (text.matches("[0-9]{1,5}") && Integer.parseInt(text) <= HIGHEST_PORT) {
            return Optional.of(Integer.parseInt(text));
        }
        findings.add("PORT is not a number from 0 to " + HIGHEST_PORT + ".");
        return Optional.empty();
    }

    /** What a form should be; the text itself may hold a secret and is not repeated. */
    private static IllegalArgumentException should(String form) {
        return new IllegalArgumentException(form);
    }

    private static DatabaseUrl database(String text) {
        try {
            return DatabaseUrl.of(text);
        } catch (IllegalArgumentException _) {
            throw should("an address of a database of the form postgresql://user:password@host:port/database");
        }
    }

    private static String redis(String text) {
        if (text.startsWith("redis://") || text.startsWith("rediss://")) {
            return text;
        }
        throw should("an address of Redis of the form redis://user:password@host:port/database");
    }

    private static URI address(String text) {
        try {
            var url = URI.create(text);
            if (url.getHost() != null && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
                return url;
            }
        } catch (IllegalArgumentException _) {
            // refused below
        }
        throw should("an http:// or https:// address");
    }

    private static Path file(String text) {
        var path = Path.of(text);
        if (Files.isReadable(path)) {
            return path;
        }
        throw should("a file that this process can read");
    }
}
