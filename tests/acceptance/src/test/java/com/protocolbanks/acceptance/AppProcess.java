package com.protocolbanks.acceptance;

import com.protocolbanks.embedded.ServerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** An app of the product as a process of its own, started with nothing but its environment. */
final class AppProcess {
    private static final Duration START = Duration.ofMinutes(5);

    private AppProcess() {}

    /** Starts an app and waits until it is ready. */
    static ServerProcess start(
            String name, Class<?> main, Path folder, Map<String, String> environment, BooleanSupplier ready) {
        var command = new ServerProcess.Command(name, folder, line(main, List.of()), "TERM");
        return ServerProcess.start(command, environment, ready, START);
    }

    /** The command line of an app on the class path of these tests. */
    static List<String> line(Class<?> main, List<String> arguments) {
        var line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Duser.timezone=UTC",
                "-Dorg.jooq.no-logo=true",
                "-Dorg.jooq.no-tips=true",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        line.addAll(arguments);
        return line;
    }
}
