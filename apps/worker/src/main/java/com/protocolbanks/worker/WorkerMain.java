package com.protocolbanks.worker;

import com.protocolbanks.database.Migrations;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.slf4j.LoggerFactory;

/**
 * The worker process, configured by its environment. It works until it is asked to end, and then finishes what it has
 * begun; with the argument {@code migrate} it only brings the database to this version.
 */
public final class WorkerMain {
    /** What a process ends with that was refused its start: the environment has to be corrected first. */
    private static final int REFUSED = 3;

    private static final String LOG_SETTINGS = "logback.configurationFile";

    private WorkerMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        if (System.getProperty(LOG_SETTINGS) == null) {
            System.setProperty(LOG_SETTINGS, "worker-log.xml");
        }
        try {
            if (arguments.length == 1 && arguments[0].equals("migrate")) {
                migrate(System.getenv());
            } else {
                work(System.getenv());
            }
        } catch (StartRefused refused) {
            System.err.println(refused.getMessage());
            System.exit(REFUSED);
        }
    }

    private static void migrate(Map<String, String> environment) {
        int applied = Migrations.migrate(WorkerEnvironment.databaseUrl(environment, "DIRECT_URL"));
        log("migrations applied: " + applied);
    }

    private static void work(Map<String, String> environment) throws InterruptedException {
        var app = WorkerApp.start(WorkerEnvironment.read(environment));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(app), "end"));
        log("working");
        new CountDownLatch(1).await(); // until asked to end
    }

    private static void end(WorkerApp app) {
        log("finishing what has begun");
        app.close();
        log("ended");
    }

    private static void log(String message) {
        LoggerFactory.getLogger(WorkerMain.class).info(message);
    }
}
