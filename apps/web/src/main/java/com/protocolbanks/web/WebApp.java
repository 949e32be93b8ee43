package com.protocolbanks.web;

import java.util.Map;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The access layer, running. */
public final class WebApp implements AutoCloseable {
    private final Features features;
    private final ConfigurableApplicationContext context;

    private WebApp(Features features, ConfigurableApplicationContext context) {
        this.features = features;
        this.context = context;
    }

    /**
     * Connects, listens and answers; the caller closes what it gets.
     *
     * @throws StartRefused when something around it is not as it has to be
     */
    public static WebApp start(WebConfig config) {
        StartChecks.pass(config);
        var features = Features.open(config);
        try {
            var context = new SpringApplicationBuilder(Server.class)
                    .bannerMode(Banner.Mode.OFF)
                    .logStartupInfo(false)
                    .registerShutdownHook(false)
                    .properties(settings(config))
                    .initializers(found -> features.register(found.getBeanFactory()))
                    .run();
            return new WebApp(features, context);
        } catch (RuntimeException e) {
            features.close();
            throw e;
        }
    }

    /** The port the server listens on. */
    public int port() {
        return Integer.parseInt(context.getEnvironment().getRequiredProperty("local.server.port"));
    }

    @Override
    public void close() {
        context.close();
        features.close();
    }

    private static Map<String, Object> settings(WebConfig config) {
        return Map.ofEntries(
                Map.entry("server.port", config.port()),
                Map.entry("server.shutdown", "graceful"),
                Map.entry("spring.lifecycle.timeout-per-shutdown-phase", "3s"),
                Map.entry("server.compression.enabled", true),
                Map.entry("server.compression.mime-types", COMPRESSED),
                Map.entry("server.tomcat.max-swallow-size", "64MB"),
                Map.entry("spring.threads.virtual.enabled", true),
                Map.entry("spring.main.allow-bean-definition-overriding", false),
                Map.entry("spring.servlet.multipart.max-file-size", "20MB"),
                Map.entry("spring.servlet.multipart.max-request-size", "21MB"),
                Map.entry("spring.web.error.whitelabel.enabled", false),
                Map.entry("spring.web.resources.cache.cachecontrol.no-cache", true),
                Map.entry("springdoc.api-docs.path", "/api/v1/openapi.json"),
                Map.entry("springdoc.paths-to-match", "/api/v1/**"),
                Map.entry("logging.level.root", "WARN"),
                Map.entry("logging.level.com.protocolbanks", "INFO"));
    }

    private static final String COMPRESSED =
            "text/html,text/css,text/javascript,application/javascript,application/json,"
                    + "application/problem+json,image/svg+xml";
}
