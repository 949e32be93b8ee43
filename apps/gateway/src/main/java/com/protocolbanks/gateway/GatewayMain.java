package com.protocolbanks.gateway;

import io.netty.util.ResourceLeakDetector;
import java.util.concurrent.CountDownLatch;
import org.slf4j.LoggerFactory;

/** The gateway process, configured by its environment. Asked to end, it answers and bills what it has begun first. */
public final class GatewayMain {
    /** What a process ends with that was refused its start: the environment has to be corrected first. */
    private static final int REFUSED = 3;

    private static final String LOG_SETTINGS = "logback.configurationFile";

    private GatewayMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        if (System.getProperty(LOG_SETTINGS) == null) {
            System.setProperty(LOG_SETTINGS, "gateway-log.xml");
        }
        // looking after one buffer in 128 costs each of them a wrapper's worth; tests look after all
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
        try {
            var app = GatewayApp.start(GatewayEnvironment.read(System.getenv()));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(app), "end"));
            log("listening at port " + app.port());
            new CountDownLatch(1).await(); // until asked to end
        } catch (StartRefused refused) {
            System.err.println(refused.getMessage());
            System.exit(REFUSED);
        }
    }

    private static void end(GatewayApp app) {
        log("finishing what has begun");
        app.close();
        log("ended");
    }

    private static void log(String message) {
        LoggerFactory.getLogger(GatewayMain.class).info(message);
    }
}
