package com.protocolbanks.pb.standalone;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code pb start}: the product on this machine, without sample data. */
@Command(
        name = "start",
        mixinStandardHelpOptions = true,
        description = "Starts the product with embedded servers, keeping its data in a folder.")
public final class StartCommand implements Callable<Integer> {
    @Option(
            names = "--data",
            defaultValue = "target/standalone",
            description = "Folder for all data (default: ${DEFAULT-VALUE}).")
    private Path data = Path.of("target/standalone");

    @Option(names = "--port", defaultValue = "8080", description = "Port of the pages (default: ${DEFAULT-VALUE}).")
    private int port;

    @Override
    public Integer call() {
        try (var standalone = Standalone.start(data.toAbsolutePath(), port)) {
            System.out.println("Serving at " + standalone.web() + " until Ctrl-C");
            UntilInterrupted.await();
            return 0;
        }
    }
}
