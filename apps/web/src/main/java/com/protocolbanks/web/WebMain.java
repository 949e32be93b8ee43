package com.protocolbanks.web;

import org.slf4j.LoggerFactory;

/** The web process, configured by its environment. */
public final class WebMain {
    /** What a process ends with that was refused its start: the environment has to be corrected first. */
    private static final int REFUSED = 3;

    private WebMain() {}

    public static void main(String[] arguments) {
        try {
            var app = WebApp.start(WebEnvironment.read(System.getenv()));
            Runtime.getRuntime().addShutdownHook(new Thread(app::close, "close"));
            LoggerFactory.getLogger(WebMain.class).info("listening on port {}", app.port());
        } catch (StartRefused refused) {
            System.err.println(refused.getMessage());
            System.exit(REFUSED);
        }
    }
}
