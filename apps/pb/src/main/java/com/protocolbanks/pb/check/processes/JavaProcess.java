package com.protocolbanks.pb.check.processes;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A virtual machine beside this one, with the same classes. */
final class JavaProcess {
    private JavaProcess() {}

    /**
     * What starts it.
     *
     * @param launcher words before the command, such as those of a control group
     * @param flags of the virtual machine, beside those of every one
     */
    static List<String> command(List<String> launcher, List<String> flags, Class<?> main) {
        var command = new ArrayList<>(launcher);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of(
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dorg.jooq.no-logo=true",
                "-Dorg.jooq.no-tips=true",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        return command;
    }

    /** Asks it to end, and ends it by force when it has not after a minute. */
    static void end(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
