package com.protocolbanks.worker;

import com.protocolbanks.database.DatabaseUrl;
import com.protocolbanks.evm.Address;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the worker's configuration from environment variables; what is wrong is a {@link StartRefused}. */
final class WorkerEnvironment {
    private static final Duration SYNC_EVERY = Duration.ofMinutes(1);

    private WorkerEnvironment() {}

    static WorkerConfig read(Map<String, String> environment) {
        return new WorkerConfig(
                new WorkerConfig.Stores(databaseUrl(environment, "DATABASE_URL"), redisUrl(environment)),
                new WorkerConfig.Chain(
                        endpoint("ZETACHAIN_RPC_URL", required(environment, "ZETACHAIN_RPC_URL")),
                        readUrls(environment),
                        file(environment, "PB_CONTRACTS")),
                new WorkerConfig.Operator(
                        file(environment, "PB_KEYSTORE"), file(environment, "PB_KEYSTORE_PASSWORD_FILE")),
                receiver(environment).map(receiver -> new WorkerConfig.Billing(receiver, SYNC_EVERY)));
    }

    static DatabaseUrl databaseUrl(Map<String, String> environment, String name) {
        try {
            return DatabaseUrl.of(required(environment, name));
        } catch (IllegalArgumentException unreadable) {
            throw new StartRefused(name + " is not an address of a database of the form"
                    + " postgresql://user:password@host:port/database.");
        }
    }

    private static String redisUrl(Map<String, String> environment) {
        var url = required(environment, "REDIS_URL");
        if (!url.startsWith("redis://") && !url.startsWith("rediss://")) {
            throw new StartRefused(
                    "REDIS_URL is not an address of Redis of the form redis://user:password@host:port/database.");
        }
        return url;
    }

    /** Whom claimed money goes to; without it there is no billing. */
    private static Optional<Address> receiver(Map<String, String> environment) {
        var text = environment.getOrDefault("PB_RECEIVER", "").strip();
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(Address.of(text));
        } catch (IllegalArgumentException wrong) {
            throw new StartRefused("PB_RECEIVER is not an account's address: " + wrong.getMessage());
        }
    }

    private static List<URI> readUrls(Map<String, String> environment) {
        return Arrays.stream(environment.getOrDefault("PB_RPC_READ_URLS", "").split(","))
                .map(String::strip)
                .filter(url -> !url.isEmpty())
                .map(url -> endpoint("PB_RPC_READ_URLS", url))
                .toList();
    }

    private static URI endpoint(String name, String text) {
        try {
            var url = URI.create(text);
            if (url.getHost() != null && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
                return url;
            }
        } catch (IllegalArgumentException _) {
            // refused below: the text itself may hold a key of the endpoint and is not repeated
        }
        throw new StartRefused(name + " is not an http:// or https:// address of a chain endpoint.");
    }

    private static Path file(Map<String, String> environment, String name) {
        var path = Path.of(required(environment, name));
        if (!Files.isReadable(path)) {
            throw new StartRefused(name + " names " + path + ", which is not a file this process can read.");
        }
        return path;
    }

    private static String required(Map<String, String> environment, String name) {
        var value = environment.getOrDefault(name, "").strip();
        if (value.isEmpty()) {
            throw new StartRefused(name + " is not set.");
        }
        return value;
    }
}
