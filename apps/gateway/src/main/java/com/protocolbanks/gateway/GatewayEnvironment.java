package com.protocolbanks.gateway;

import com.protocolbanks.database.DatabaseUrl;
import com.protocolbanks.evm.Address;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Reads the gateway's configuration from environment variables; what is wrong is a {@link StartRefused}. */
final class GatewayEnvironment {
    private static final String USUAL_PORT = "8402";

    private final Map<String, String> environment;

    private GatewayEnvironment(Map<String, String> environment) {
        this.environment = environment;
    }

    static GatewayConfig read(Map<String, String> environment) {
        return new GatewayEnvironment(environment).read();
    }

    private GatewayConfig read() {
        return new GatewayConfig(
                new GatewayConfig.Stores(databaseUrl(), redisUrl()),
                new GatewayConfig.Chain(
                        url("ZETACHAIN_RPC_URL", required("ZETACHAIN_RPC_URL")), file("PB_CONTRACTS"), receiver()),
                new GatewayConfig.Self(
                        required("PB_GATEWAY_ID"),
                        Path.of(required("PB_LOG_DIR")),
                        isStrict(),
                        file("PB_RECEIPT_KEY"),
                        file("PB_RECEIPT_KEY_PASSWORD_FILE"),
                        file("PB_SESSION_SECRET_FILE")),
                serving());
    }

    private GatewayConfig.Serving serving() {
        int port = port();
        return new GatewayConfig.Serving(
                port,
                url("PB_GATEWAY_URL", optional("PB_GATEWAY_URL").orElse("http://localhost:" + port)),
                url("PB_PUBLIC_URL", required("PB_PUBLIC_URL")),
                file("PB_UPSTREAMS"),
                tls(),
                optional("PB_COUNTRY_HEADER"));
    }

    /** Both files or neither: one alone would leave the gateway unencrypted without a word. */
    private Optional<GatewayConfig.Tls> tls() {
        return optional("PB_TLS_CERTIFICATE").isEmpty()
                        && optional("PB_TLS_KEY").isEmpty()
                ? Optional.empty()
                : Optional.of(new GatewayConfig.Tls(file("PB_TLS_CERTIFICATE"), file("PB_TLS_KEY")));
    }

    private DatabaseUrl databaseUrl() {
        try {
            return DatabaseUrl.of(required("DATABASE_URL"));
        } catch (IllegalArgumentException unreadable) {
            throw new StartRefused("DATABASE_URL is not an address of a database of the form"
                    + " postgresql://user:password@host:port/database.");
        }
    }

    private String redisUrl() {
        var url = required("REDIS_URL");
        if (!url.startsWith("redis://") && !url.startsWith("rediss://")) {
            throw new StartRefused(
                    "REDIS_URL is not an address of Redis of the form redis://user:password@host:port/database.");
        }
        return url;
    }

    private Address receiver() {
        try {
            return Address.of(required("PB_RECEIVER"));
        } catch (IllegalArgumentException e) {
            throw new StartRefused("PB_RECEIVER is not an address of the chain: " + e.getMessage() + ".");
        }
    }

    private boolean isStrict() {
        return switch (optional("PB_DURABILITY").orElse("fast")) {
            case "fast" -> false;
            case "strict" -> true;
            default -> throw new StartRefused("PB_DURABILITY is neither fast nor strict.");
        };
    }

    private int port() {
        try {
            int port = Integer.parseInt(optional("PB_GATEWAY_PORT").orElse(USUAL_PORT));
            if (port >= 0 && port < 65_536) {
                return port;
            }
        } catch (NumberFormatException _) {
            // refused below
        }
        throw new StartRefused("PB_GATEWAY_PORT is not a port number.");
    }

    private static URI url(String name, String text) {
        try {
            var url = URI.create(text);
            if (url.getHost() != null && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
                return url;
            }
        } catch (IllegalArgumentException _) {
            // refused below: the text itself may hold a key of the endpoint and is not repeated
        }
        throw new StartRefused(name + " is not an http:// or https:// address.");
    }

    private Path file(String name) {
        var path = Path.of(required(name));
        if (!Files.isReadable(path)) {
            throw new StartRefused(name + " names " + path + ", which is not a file this process can read.");
        }
        return path;
    }

    private Optional<String> optional(String name) {
        return Optional.of(environment.getOrDefault(name, "").strip()).filter(value -> !value.isEmpty());
    }

    private String required(String name) {
        return optional(name).orElseThrow(() -> new StartRefused(name + " is not set."));
    }
}
