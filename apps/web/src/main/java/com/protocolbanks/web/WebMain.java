package com.protocolbanks.web;

import com.protocolbanks.database.DatabaseUrl;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.slf4j.LoggerFactory;

/** The web process, configured by its environment. */
public final class WebMain {
    private WebMain() {}

    public static void main(String[] arguments) {
        var app = WebApp.start(fromEnvironment(System.getenv()));
        Runtime.getRuntime().addShutdownHook(new Thread(app::close, "close"));
        LoggerFactory.getLogger(WebMain.class).info("listening on port {}", app.port());
    }

    /** @throws IllegalArgumentException naming the first variable that is missing */
    static WebConfig fromEnvironment(Map<String, String> environment) {
        return new WebConfig(
                new WebConfig.Stores(
                        DatabaseUrl.of(required(environment, "DATABASE_URL")),
                        required(environment, "REDIS_URL"),
                        Path.of(required(environment, "PB_MASTER_KEY_FILE"))),
                new WebConfig.Chain(
                        URI.create(required(environment, "ZETACHAIN_RPC_URL")),
                        Path.of(required(environment, "PB_CONTRACTS"))),
                URI.create(required(environment, "PB_PUBLIC_URL")),
                Integer.parseInt(environment.getOrDefault("PORT", "8080")),
                WebConfig.Additions.NONE);
    }

    private static String required(Map<String, String> environment, String name) {
        String value = environment.getOrDefault(name, "");
        if (value.isBlank()) {
            throw new IllegalArgumentException(name + " is not set");
        }
        return value;
    }
}
