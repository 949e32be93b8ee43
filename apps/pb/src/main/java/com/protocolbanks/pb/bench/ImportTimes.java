package com.protocolbanks.pb.bench;

import com.protocolbanks.pb.bench.turns.BenchmarksPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code pb bench import}: from a file to a stored batch, beside the limit and other readers.
 *
 * <p>The other readers are no part of the product, so they are built and run apart ({@code tests/benchmarks}), in a heap
 * of 512 MB.
 */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = "Reads and stores a payroll, beside reading and COPY of the same rows, and beside other readers.")
final class ImportTimes implements Callable<Integer> {
    @Option(names = "--rows", defaultValue = "100000", description = "How many rows (default: ${DEFAULT-VALUE}).")
    private int rows;

    @Option(names = "--rounds", defaultValue = "3", description = "How often (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(names = "--json", description = "Print the figures as JSON.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        int built = run(List.of(
                "mvn",
                "-B",
                "-ntp",
                "-q",
                "-Dquick",
                "-Dmaven.test.skip=true",
                "-pl",
                "tests/benchmarks",
                "-am",
                "package"));
        if (built != 0) {
            return built;
        }
        var figures = Files.createTempFile("pb-bench-import", ".json");
        var table = Files.createTempFile("pb-bench-import", ".md");
        try {
            int measured = run(measurement(figures, table));
            if (measured == 0) {
                System.out.println(Files.readString(json ? figures : table));
                BenchmarksPage.put("import", Files.readString(table));
            }
            return measured;
        } finally {
            Files.delete(figures);
            Files.delete(table);
        }
    }

    private List<String> measurement(Path figures, Path table) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dorg.jooq.no-logo=true",
                "-Dorg.jooq.no-tips=true",
                "-cp",
                "tests/benchmarks/target/benchmarks.jar:tests/benchmarks/target/lib/*",
                "com.protocolbanks.benchmarks.ImportBench",
                Integer.toString(rows),
                Integer.toString(rounds),
                figures.toString(),
                table.toString());
    }

    /** In the project's folder; what it prints goes where errors go. */
    private static int run(List<String> command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .directory(BenchmarksPage.root().toFile())
                .redirectErrorStream(true)
                .redirectOutput(Path.of("/dev/stderr").toFile())
                .start()
                .waitFor();
    }
}
